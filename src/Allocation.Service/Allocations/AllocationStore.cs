using Google.Protobuf;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>Indicative budgets. They never change; a new decision brings a new one, and what was told since stands beside them.</summary>
internal static class AllocationStore
{
    private const string Select = """
        select allocation.id, allocation.person_id, allocation.assessment_id, allocation.eligibility_decision_id,
               allocation.components::text as components, allocation.annual_pence, allocation.issued_at,
               onward.is_superseded, onward.superseded_by_id, correction.by_assessment_id as corrected_by_id,
               coalesce(survivor.death_date is not null, false) as person_died
        from allocation.allocations allocation
        cross join lateral (
            -- A decision that says no has no budget: then the one after it, if there is one.
            with recursive later as (
                select by_decision_id from allocation.supersessions
                where programme = allocation.programme and decision_id = allocation.eligibility_decision_id
                union
                select next.by_decision_id
                from later join allocation.supersessions next on next.programme = allocation.programme and next.decision_id = later.by_decision_id
            )
            select exists (select from later) as is_superseded, (
                select successor.id
                from later
                join allocation.allocations successor
                  on successor.programme = allocation.programme and successor.eligibility_decision_id = later.by_decision_id
                order by successor.id limit 1) as superseded_by_id
        ) onward
        left join allocation.assessment_corrections correction
          on correction.programme = allocation.programme and correction.assessment_id = allocation.assessment_id
        left join allocation.people person on person.programme = allocation.programme and person.person_id = allocation.person_id
        left join allocation.people survivor on survivor.programme = allocation.programme and survivor.person_id = person.survivor_id
        """;

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
        await work.FirstOrDefaultAsync<AllocationRow>($"{Select} where allocation.id = @id", new { id })
        ?? throw Refusal.NotFound("ALLOCATION", id);

    /// <summary>The indicative budget of a decision; null where it has none.</summary>
    public static Task<Guid?> FindOfDecisionAsync(Session work, Guid decisionId) => work.FirstOrDefaultAsync<Guid?>(
        "select id from allocation.allocations where eligibility_decision_id = @decisionId", new { decisionId });

    /// <summary>A page of indicative budgets, of a person under any of their ids and of an assessment where given.</summary>
    public static Task<IReadOnlyList<AllocationRow>> ListAsync(Session work, Guid[]? personIds, Guid? assessmentId, Page page) =>
        work.QueryAsync<AllocationRow>($"""
            {Select}
            where (@personIds::uuid[] is null or allocation.person_id = any(@personIds))
              and (@assessmentId::uuid is null or allocation.assessment_id = @assessmentId) and (@After::uuid is null or allocation.id > @After)
            order by allocation.id limit @Take
            """, new { personIds, assessmentId, page.After, page.Take });
}
