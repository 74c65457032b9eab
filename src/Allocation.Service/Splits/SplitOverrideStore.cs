using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>What panels decided for people; never changed.</summary>
internal static class SplitOverrideStore
{
    private const string Columns = """
        id, person_id, legal_basis, need_type, line_id, start_date, parts::text as parts, reason, decision_date, decided_by, recorded_by, organisation, created_at
        """;

    /// <summary>Stores a decision.</summary>
    /// <exception cref="Refusal">SPLIT_OVERRIDE_OVERLAPS.</exception>
    public static async Task InsertAsync(Mutation work, Guid id, Guid personId, SplitOverride decision)
    {
        var inserted = await work.ExecuteAsync("""
            insert into allocation.split_overrides
                (programme, id, person_id, legal_basis, need_type, line_id, start_date, parts, reason, decision_date, decided_by, recorded_by, organisation, created_at)
            values (@Programme, @id, @personId, @basis, @need, @lineId, @start, @parts::jsonb, @reason, @decided, @panel, @Subject, @Organisation, @Now)
            on conflict do nothing
            """,
            new
            {
                work.Programme,
                id,
                personId,
                basis = decision.LegalBasis.Code(),
                need = decision.NeedType.Code(),
                lineId = Ids.ParseOptional(decision.LineId),
                start = Dates.Parse(decision.StartDate),
                parts = FunderParts.Write(decision.Parts),
                reason = decision.Reason.Trim(),
                decided = Dates.Parse(decision.DecisionDate),
                panel = decision.DecidedBy.Trim(),
                work.Caller.Subject,
                work.Caller.Organisation,
                work.Now,
            });
        if (inserted is 0)
            throw Refusal.Rule("SPLIT_OVERRIDE_OVERLAPS", "Another decision on the same needs begins on the same day.", null, ("start_date", decision.StartDate));
    }

    /// <summary>Whether anything is known here of a person under any of these ids.</summary>
    public static Task<bool> IsKnownAsync(Session work, Guid[] personIds) => work.ScalarAsync<bool>("""
        select exists (select from allocation.people where person_id = any(@personIds)) or exists (select from allocation.allocations where person_id = any(@personIds))
        """, new { personIds });

    /// <summary>One decision.</summary>
    /// <exception cref="Refusal">SPLIT_OVERRIDE_NOT_FOUND.</exception>
    public static async Task<SplitOverrideRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<SplitOverrideRow>($"select {Columns} from allocation.split_overrides where id = @id", new { id })
        ?? throw Refusal.NotFound("SPLIT_OVERRIDE", id);

    /// <summary>A page of decisions: of a person under any of their ids, or all.</summary>
    public static Task<IReadOnlyList<SplitOverrideRow>> ListAsync(Session work, Guid[]? personIds, Page page) => work.QueryAsync<SplitOverrideRow>($"""
        select {Columns} from allocation.split_overrides
        where (@personIds::uuid[] is null or person_id = any(@personIds)) and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personIds, page.After, page.Take });
}
