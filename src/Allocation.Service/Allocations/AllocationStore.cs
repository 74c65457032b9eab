using Google.Protobuf;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>Indicative budgets. They never change; a new decision brings a new one.</summary>
internal static class AllocationStore
{
    private const string Columns =
        "id, person_id, assessment_id, eligibility_decision_id, components::text as components, annual_pence, issued_at";

    /// <summary>Stores an indicative budget, unless its decision has one.</summary>
    /// <returns>False if it has.</returns>
    public static async Task<bool> TryInsertAsync(Mutation work, Guid id, AllocationMessage allocation) => await work.ExecuteAsync("""
        insert into allocation.allocations
            (programme, id, person_id, assessment_id, eligibility_decision_id, components, annual_pence, issued_at)
        values (@Programme, @id, @personId, @assessmentId, @decisionId, @components::jsonb, @AnnualPence, @Now)
        on conflict (programme, eligibility_decision_id) do nothing
        """,
        new
        {
            work.Programme,
            id,
            personId = Guid.Parse(allocation.PersonId),
            assessmentId = Guid.Parse(allocation.AssessmentId),
            decisionId = Guid.Parse(allocation.EligibilityDecisionId),
            components = JsonFormatter.Default.Format(new AllocationMessage { Components = { allocation.Components } }),
            allocation.AnnualPence,
            work.Now,
        }) is 1;

    /// <summary>One indicative budget.</summary>
    /// <exception cref="Refusal">ALLOCATION_NOT_FOUND.</exception>
    public static async Task<AllocationRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<AllocationRow>($"select {Columns} from allocation.allocations where id = @id", new { id })
        ?? throw Refusal.NotFound("ALLOCATION", id);

    /// <summary>A page of indicative budgets, of a person and of an assessment where given.</summary>
    public static Task<IReadOnlyList<AllocationRow>> ListAsync(Session work, Guid? personId, Guid? assessmentId, Page page) =>
        work.QueryAsync<AllocationRow>($"""
            select {Columns} from allocation.allocations
            where (@personId::uuid is null or person_id = @personId) and (@assessmentId::uuid is null or assessment_id = @assessmentId)
              and (@After::uuid is null or id > @After)
            order by id limit @Take
            """, new { personId, assessmentId, page.After, page.Take });
}
