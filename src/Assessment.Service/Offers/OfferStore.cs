using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Offers;

/// <summary>What becomes of an offer or a request that waits.</summary>
internal sealed record OfferEnd(
    OfferState State, DeclineReason? DeclineReason = null, string? Note = null, Management? Preferred = null, WithdrawalReason? WithdrawalReason = null);

/// <summary>How a request is decided; <paramref name="ExpiresOn"/> where it becomes an offer to be answered.</summary>
internal sealed record RequestDecision(OfferState State, OfferDecision Decision, RefusalReason? Reason, Guid? NoticeId, DateOnly? ExpiresOn);

/// <summary>Offers of a personal health budget and their answers.</summary>
internal static class OfferStore
{
    private const int MostExpiredAtOnce = 500;

    private const string Columns = """
        id, person_id, kind, state, decline_reason, decline_note, offered_at, answered_at, legal_basis, origin, requested_by, expires_on,
        preferred_management, decided_management, management_reasons, decision, refusal_reason, notice_id, withdrawal_reason, version
        """;

    /// <summary>Makes an offer.</summary>
    /// <exception cref="Refusal">OFFER_OPEN: the person has not answered another one, or waits for a decision.</exception>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, BudgetKind kind, LegalBasis basis, DateOnly expiresOn) => InsertAsync(work, personId, """
        insert into assessment.offers (programme, id, person_id, kind, state, offered_at, legal_basis, expires_on)
        values (@Programme, @id, @personId, @kind, 'OFFERED', @Now, @basis, @expiresOn)
        """, new { work.Programme, id, personId, kind = kind.Code(), work.Now, basis = basis.Code(), expiresOn });

    /// <summary>Records a person's request.</summary>
    /// <exception cref="Refusal">OFFER_OPEN.</exception>
    public static Task InsertRequestAsync(Mutation work, Guid id, RequestOfferRequest request, LegalBasis basis) => InsertAsync(work, Guid.Parse(request.PersonId), """
        insert into assessment.offers
            (programme, id, person_id, kind, state, offered_at, legal_basis, origin, requested_by, preferred_management)
        values (@Programme, @id, @personId, @kind, 'REQUESTED', @Now, @basis, 'REQUEST', @requestedBy, @preferred)
        """,
        new
        {
            work.Programme,
            id,
            personId = Guid.Parse(request.PersonId),
            kind = request.Kind.Code(),
            work.Now,
            basis = basis.Code(),
            requestedBy = request.RequestedBy.Code(),
            preferred = CodeOf(request.PreferredManagement),
        });

    /// <summary>Records what becomes of an offer, or of a request, that the caller has seen in this version.</summary>
    /// <param name="work">The work.</param>
    /// <param name="id">The offer.</param>
    /// <param name="expected">The version.</param>
    /// <param name="end">What becomes of it.</param>
    /// <param name="from">The states in which that can be.</param>
    /// <exception cref="Refusal">OFFER_NOT_FOUND; OFFER_ANSWERED; OFFER_EXPIRED; OFFER_NOT_DECIDED; ETAG_MISMATCH.</exception>
    public static async Task<OfferRow> EndAsync(Mutation work, Guid id, int expected, OfferEnd end, params OfferState[] from) =>
        await work.FirstOrDefaultAsync<OfferRow>($"""
            update assessment.offers
            set state = @state, decline_reason = @declineReason, decline_note = @Note, preferred_management = coalesce(@preferred, preferred_management),
                withdrawal_reason = @withdrawalReason, answered_at = @Now, version = version + 1
            where id = @id and version = @expected and state = any(@from) and (state <> 'OFFERED' or expires_on is null or expires_on >= @Today)
            returning {Columns}
            """,
            new
            {
                id,
                expected,
                state = end.State.Code(),
                declineReason = end.DeclineReason?.Code(),
                end.Note,
                preferred = end.Preferred is { } preferred ? CodeOf(preferred) : null,
                withdrawalReason = end.WithdrawalReason?.Code(),
                from = from.Select(state => state.Code()).ToArray(),
                work.Now,
                work.Today,
            })
        ?? throw NotInState(work, await GetAsync(work, id), from);

    /// <summary>Decides a request that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">OFFER_NOT_REQUESTED; ETAG_MISMATCH.</exception>
    public static async Task<OfferRow> DecideAsync(Mutation work, Guid id, int expected, RequestDecision decision) =>
        await work.FirstOrDefaultAsync<OfferRow>($"""
            update assessment.offers
            set state = @state, decision = @decided, refusal_reason = @reason, notice_id = @NoticeId, expires_on = @ExpiresOn,
                answered_at = case when @state = 'OFFERED' then null else @Now end, version = version + 1
            where id = @id and version = @expected and state = 'REQUESTED'
            returning {Columns}
            """,
            new
            {
                id,
                expected,
                state = decision.State.Code(),
                decided = decision.Decision.Code(),
                reason = decision.Reason?.Code(),
                decision.NoticeId,
                decision.ExpiresOn,
                work.Now,
            })
        ?? throw NotInState(work, await GetAsync(work, id), OfferState.Requested);

    /// <summary>Records which way of holding the money was decided on for an accepted offer that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">OFFER_NOT_ACCEPTED; ETAG_MISMATCH.</exception>
    public static async Task<OfferRow> DecideManagementAsync(Mutation work, Guid id, int expected, Management management, IReadOnlyList<string> reasons) =>
        await work.FirstOrDefaultAsync<OfferRow>($"""
            update assessment.offers set decided_management = @management, management_reasons = @reasons, version = version + 1
            where id = @id and version = @expected and state = 'ACCEPTED'
            returning {Columns}
            """, new { id, expected, management = management.Code(), reasons = reasons.ToArray() })
        ?? throw NotInState(work, await GetAsync(work, id), OfferState.Accepted);

    /// <summary>
    /// Has a refused request, or the rest of one that was granted in part and is not answered, decided again, unless the person has another open offer. The person
    /// is locked, so that none comes in between.
    /// </summary>
    public static async Task<bool> ReopenAsync(Mutation work, Guid id) => await work.ExecuteAsync("""
        update assessment.offers o
        set state = 'REQUESTED', decision = null, refusal_reason = null, notice_id = null, expires_on = null, answered_at = null, version = version + 1
        where id = @id and origin = 'REQUEST' and (state = 'REFUSED' or (state = 'OFFERED' and decision = 'GRANTED_IN_PART'))
          and not exists (
              select from assessment.offers other where other.person_id = o.person_id and other.id <> o.id and other.state in ('OFFERED', 'REQUESTED'))
        """, new { id }) is 1;

    /// <summary>Ends an offer whose last day has passed; whether there was something to end.</summary>
    public static async Task<bool> ExpireAsync(Mutation work, Guid id) => await work.ExecuteAsync("""
        update assessment.offers set state = 'EXPIRED', answered_at = @Now, version = version + 1
        where id = @id and state = 'OFFERED' and expires_on < @Today
        """, new { id, work.Now, work.Today }) is 1;

    /// <summary>Offers whose last day has passed without an answer.</summary>
    public static Task<IReadOnlyList<OfferRow>> LapsedAsync(Session work) => work.QueryAsync<OfferRow>(
        $"select {Columns} from assessment.offers where state = 'OFFERED' and expires_on < @Today order by expires_on limit {MostExpiredAtOnce}", new { work.Today });

    /// <summary>The same of one person: at most one.</summary>
    public static Task<Guid?> LapsedAsync(Session work, Guid personId) => work.FirstOrDefaultAsync<Guid?>(
        "select id from assessment.offers where person_id = @personId and state = 'OFFERED' and expires_on < @Today", new { personId, work.Today });

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

    /// <summary>Whether the person's latest answer to an offer was yes. An offer that ended without an answer says nothing.</summary>
    public static Task<bool> IsAcceptedAsync(Session work, Guid personId) => work.ScalarAsync<bool>("""
        select coalesce(
            (select state = 'ACCEPTED' from assessment.offers
             where person_id = @personId and state in ('ACCEPTED', 'DECLINED') order by answered_at desc, id desc limit 1),
            false)
        """, new { personId });

    private static async Task InsertAsync(Mutation work, Guid personId, string insert, object row)
    {
        if (await work.ExecuteAsync($"{insert} on conflict (programme, person_id) where state in ('OFFERED', 'REQUESTED') do nothing", row) is 0)
        {
            throw Refusal.Rule(
                "OFFER_OPEN", "The person has an offer that is not answered yet, or a request that is not decided.", null, ("person_id", personId));
        }
    }

    private static Refusal NotInState(Session work, OfferRow current, params OfferState[] wanted)
    {
        var state = current.StateOn(work.Today);
        if (wanted.Contains(state))
            return Refusal.EtagMismatch(current.Version);
        (string, object) told = ("state", state.Code());
        return (wanted, state) switch
        {
            ([OfferState.Requested], _) => Refusal.Rule("OFFER_NOT_REQUESTED", "It is no request that waits for a decision.", null, told),
            ([OfferState.Accepted], _) => Refusal.Rule("OFFER_NOT_ACCEPTED", "How the money is held is decided once the person has accepted.", null, told),
            (_, OfferState.Requested) => Refusal.Rule("OFFER_NOT_DECIDED", "The person's request is not decided yet.", null, told),
            (_, OfferState.Expired) => Refusal.Rule("OFFER_EXPIRED", "The last day to answer the offer has passed. Another can be made.", null, told),
            _ => Refusal.Rule("OFFER_ANSWERED", "The offer is answered or withdrawn already. Another can be made.", null, told),
        };
    }

    private static string? CodeOf(Management management) => management is Management.Unspecified ? null : management.Code();
}
