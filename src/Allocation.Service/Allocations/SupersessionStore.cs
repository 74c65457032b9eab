using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>An indicative budget that no longer stands, in its version after that.</summary>
internal sealed record EndedAllocation(Guid Id, int Version);

/// <summary>Which decision took the place of which, and which version of an assessment. A decision is superseded once.</summary>
internal static class SupersessionStore
{
    /// <summary>Notes that a decision took another's place.</summary>
    /// <returns>The indicative budget of the older one that no longer stands, the last where it was re-issued; null where it has none, or where this was known.</returns>
    public static Task<EndedAllocation?> SupersedeAsync(Mutation work, Guid decisionId, Guid byDecisionId) => work.FirstOrDefaultAsync<EndedAllocation>("""
        with noted as (
            insert into allocation.supersessions (programme, decision_id, by_decision_id) values (@Programme, @decisionId, @byDecisionId)
            on conflict (programme, decision_id) do nothing
            returning decision_id
        )
        update allocation.allocations allocation set version = version + 1
        where allocation.id = (
            select standing.id from allocation.allocations standing join noted on noted.decision_id = standing.eligibility_decision_id
            where not exists (select from allocation.allocations later where later.replaces_id = standing.id))
        returning allocation.id, allocation.version
        """, new { work.Programme, decisionId, byDecisionId });

    /// <summary>Whether another decision took a decision's place.</summary>
    public static Task<bool> IsSupersededAsync(Session work, Guid decisionId) => work.ScalarAsync<bool>(
        "select exists (select from allocation.supersessions where decision_id = @decisionId)", new { decisionId });

    /// <summary>The indicative budget that stood last before a decision: its predecessor's, or further back where that one said no.</summary>
    public static Task<Guid?> LastBeforeAsync(Session work, Guid decisionId) => work.FirstOrDefaultAsync<Guid?>("""
        with recursive before as (
            select decision_id from allocation.supersessions where by_decision_id = @decisionId
            union
            select earlier.decision_id from before join allocation.supersessions earlier on earlier.by_decision_id = before.decision_id
        )
        select allocation.id from before join allocation.allocations allocation on allocation.eligibility_decision_id = before.decision_id
        where not exists (select from allocation.allocations later where later.replaces_id = allocation.id)
        order by allocation.id desc limit 1
        """, new { decisionId });

    /// <summary>Notes that a version of an assessment took another's place.</summary>
    public static Task CorrectAsync(Mutation work, Guid assessmentId, Guid byAssessmentId) => work.ExecuteAsync("""
        insert into allocation.assessment_corrections (programme, assessment_id, by_assessment_id) values (@Programme, @assessmentId, @byAssessmentId)
        on conflict (programme, assessment_id) do nothing
        """, new { work.Programme, assessmentId, byAssessmentId });
}
