using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Offers;

/// <summary>Offers of a personal health budget and their answers.</summary>
internal static class OfferStore
{
    private const string Columns = "id, person_id, kind, state, decline_reason, decline_note, offered_at, answered_at, version";

    /// <summary>Makes an offer.</summary>
    /// <exception cref="Refusal">OFFER_OPEN: the person has not answered another one.</exception>
    public static async Task InsertAsync(Mutation work, Guid id, Guid personId, BudgetKind kind)
    {
        var inserted = await work.ExecuteAsync("""
            insert into assessment.offers (programme, id, person_id, kind, state, offered_at)
            values (@Programme, @id, @personId, @kind, 'OFFERED', @Now)
            on conflict (programme, person_id) where state = 'OFFERED' do nothing
            """, new { work.Programme, id, personId, kind = kind.Code(), work.Now });
        if (inserted is 0)
            throw Refusal.Rule("OFFER_OPEN", "The person has an offer that is not answered yet.", null, ("person_id", personId));
    }

    /// <summary>Records the answer to an offer that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">OFFER_NOT_FOUND; OFFER_ANSWERED; ETAG_MISMATCH.</exception>
    public static async Task<OfferRow> AnswerAsync(Mutation work, Guid id, int expected, OfferState state, DeclineReason? reason = null, string? note = null)
    {
        var answered = await work.FirstOrDefaultAsync<OfferRow>($"""
            update assessment.offers
            set state = @state, decline_reason = @reason, decline_note = @note, answered_at = @Now, version = version + 1
            where id = @id and version = @expected and state = 'OFFERED'
            returning {Columns}
            """, new { id, expected, state = state.Code(), reason = reason?.Code(), note, work.Now });
        if (answered is not null)
            return answered;

        var current = await GetAsync(work, id);
        throw current.State is "OFFERED"
            ? Refusal.EtagMismatch(current.Version)
            : Refusal.Rule("OFFER_ANSWERED", "The offer is answered already. Another can be made.", null, ("state", current.State));
    }

    /// <summary>One offer.</summary>
    /// <exception cref="Refusal">OFFER_NOT_FOUND.</exception>
    public static async Task<OfferRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<OfferRow>($"select {Columns} from assessment.offers where id = @id", new { id })
        ?? throw Refusal.NotFound("OFFER", id);

    /// <summary>A page of a person's offers.</summary>
    public static Task<IReadOnlyList<OfferRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<OfferRow>($"""
        select {Columns} from assessment.offers
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>Whether the person's latest answer to an offer was yes.</summary>
    public static Task<bool> IsAcceptedAsync(Session work, Guid personId) => work.ScalarAsync<bool>("""
        select coalesce(
            (select state = 'ACCEPTED' from assessment.offers
             where person_id = @personId and state <> 'OFFERED' order by answered_at desc, id desc limit 1),
            false)
        """, new { personId });
}
