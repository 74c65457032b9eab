using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Capacity;

/// <summary>What was found about people's capacity. Recorded, never changed.</summary>
internal static class CapacityStore
{
    private const string Columns = """
        id, person_id, decision, assessed_on, assessor, outcome, grounds, expected, advance_wishes, review_on,
        array_to_string(consequences, ',') as consequences, created_at
        """;

    /// <summary>Records a finding.</summary>
    public static Task InsertAsync(
        Mutation work, Guid id, Guid personId, CapacityFinding finding, IReadOnlyList<CapacityConsequence> consequences) => work.ExecuteAsync("""
        insert into assessment.capacity_findings
            (programme, id, person_id, decision, assessed_on, assessor, outcome, grounds, expected, advance_wishes, review_on, consequences, created_at)
        values
            (@Programme, @id, @personId, @decision, @assessedOn, @Assessor, @outcome, @Grounds, @expected, @AdvanceWishes, @reviewOn, @consequences, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            decision = finding.Decision.Code(),
            assessedOn = Dates.Parse(finding.AssessDate),
            finding.Assessor,
            outcome = finding.Outcome.Code(),
            finding.Grounds,
            expected = finding.Expected is ExpectedCapacity.Unspecified ? null : finding.Expected.Code(),
            finding.AdvanceWishes,
            reviewOn = Dates.ParseOptional(finding.ReviewDate),
            consequences = consequences.Select(one => one.Code()).ToArray(),
            work.Now,
        });

    /// <summary>One finding.</summary>
    /// <exception cref="Refusal">CAPACITY_FINDING_NOT_FOUND.</exception>
    public static async Task<CapacityFindingRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<CapacityFindingRow>($"select {Columns} from assessment.capacity_findings where id = @id", new { id })
        ?? throw Refusal.NotFound("CAPACITY_FINDING", id);

    /// <summary>Whether a finding is about this person.</summary>
    public static Task<bool> IsOfAsync(Session work, Guid personId, Guid id) => work.ScalarAsync<bool>(
        "select exists (select from assessment.capacity_findings where id = @id and person_id = @personId)", new { id, personId });

    /// <summary>A page of a person's findings.</summary>
    public static Task<IReadOnlyList<CapacityFindingRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<CapacityFindingRow>($"""
        select {Columns} from assessment.capacity_findings
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>All findings about a person, in the order in which they were recorded.</summary>
    public static async Task<IReadOnlyList<CapacityFinding>> AllAsync(Session work, Guid personId)
    {
        var rows = await work.QueryAsync<CapacityFindingRow>(
            $"select {Columns} from assessment.capacity_findings where person_id = @personId order by id", new { personId });
        return [.. rows.Select(row => row.ToMessage())];
    }

    /// <summary>For which decisions the person lacks capacity today.</summary>
    public static async Task<CapacityNow> CurrentAsync(Session work, Guid personId) => CapacityNow.Of(await AllAsync(work, personId));
}
