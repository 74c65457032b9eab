using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.CaseloadFacts;

/// <summary>What is on record of single people; loads bring it.</summary>
internal static class CaseloadFactStore
{
    private const string Columns =
        "id, person_id, kind, start_date, end_date, occurrences, cluster, diagnosis_code, withdrawn_at is not null as withdrawn, created_at, version";

    /// <summary>One fact of a person.</summary>
    /// <exception cref="Refusal">CASELOAD_FACT_NOT_FOUND.</exception>
    public static async Task<CaseloadFactRow> GetAsync(Session work, Guid personId, Guid id) =>
        await work.FirstOrDefaultAsync<CaseloadFactRow>(
            $"select {Columns} from assessment.caseload_facts where person_id = @personId and id = @id", new { personId, id })
        ?? throw Refusal.NotFound("CASELOAD_FACT", id);

    /// <summary>A page of a person's facts.</summary>
    public static Task<IReadOnlyList<CaseloadFactRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<CaseloadFactRow>($"""
        select {Columns} from assessment.caseload_facts
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>Withdraws a fact that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">CASELOAD_FACT_NOT_FOUND; CASELOAD_FACT_WITHDRAWN; ETAG_MISMATCH.</exception>
    public static async Task<CaseloadFactRow> WithdrawAsync(Mutation work, Guid personId, Guid id, int expected)
    {
        var withdrawn = await work.FirstOrDefaultAsync<CaseloadFactRow>($"""
            update assessment.caseload_facts set withdrawn_at = @Now, version = version + 1
            where person_id = @personId and id = @id and version = @expected and withdrawn_at is null
            returning {Columns}
            """, new { personId, id, expected, work.Now });
        if (withdrawn is not null)
            return withdrawn;
        var current = await GetAsync(work, personId, id);
        throw current.Withdrawn
            ? Refusal.Rule("CASELOAD_FACT_WITHDRAWN", "The fact is withdrawn already.", null)
            : Refusal.EtagMismatch(current.Version);
    }
}
