using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>What is told of an indicative budget that is issued, on a decision or in the place of one that stands.</summary>
internal static class Issuing
{
    private const string Subject = "ALLOCATION";

    /// <summary>Issues a budget of another figure in the place of one that stands, whose person the work has locked, and tells so.</summary>
    /// <param name="mutation">The work.</param>
    /// <param name="standing">The budget that stands.</param>
    /// <param name="change">What changes its figure.</param>
    /// <param name="policy">What stands beside the ongoing figure.</param>
    /// <returns>The id of the budget that stands now.</returns>
    public static async Task<Guid> ReissueAsync(Mutation mutation, AllocationRow standing, AllocationChange change, BudgetComponentSettings policy)
    {
        var id = mutation.NewId();
        var reissued = Reissue.Of(standing.ToMessage(), change, policy);
        if (!await AllocationStore.TryInsertAsync(mutation, id, reissued))
            throw new InvalidOperationException("A budget stood, and its place was taken while its person was locked.");
        mutation.Audit("allocation.allocation.reissued", Subject, id, change.Cause.Code(), standing.PersonId);
        mutation.Publish(Issued(mutation, id, reissued, standing.Id), id.ToString());

        var ended = new EndedAllocation(standing.Id, await AllocationStore.RaiseVersionAsync(mutation, standing.Id));
        mutation.Audit("allocation.allocation.superseded", Subject, standing.Id, change.Cause.Code(), standing.PersonId);
        mutation.Publish(Superseded(mutation, ended, reissued.PersonId), standing.Id.ToString());
        return id;
    }

    /// <summary>That a budget was issued.</summary>
    public static IndicativeBudgetIssued Issued(Mutation mutation, Guid id, AllocationMessage allocation, Guid? supersededId) => new()
    {
        Programme = mutation.Programme,
        SubjectId = id.ToString(),
        SubjectVersion = 1,
        OccurredAt = mutation.Now,
        PersonId = allocation.PersonId,
        AssessmentId = allocation.AssessmentId,
        AnnualPence = allocation.AnnualPence,
        SupersededAllocationId = supersededId?.ToString(),
    };

    /// <summary>That a budget stands no more.</summary>
    public static IndicativeBudgetSuperseded Superseded(Mutation mutation, EndedAllocation ended, string personId) => new()
    {
        Programme = mutation.Programme,
        SubjectId = ended.Id.ToString(),
        SubjectVersion = ended.Version,
        OccurredAt = mutation.Now,
        PersonId = personId,
    };

    /// <summary>
    /// A budget whose person is locked until the work ends: whoever issues another in its place, which takes over what stands beside it, locks the person too.
    /// </summary>
    /// <exception cref="Refusal">ALLOCATION_NOT_FOUND.</exception>
    public static async Task<AllocationRow> LockAsync(Mutation mutation, PersonStandingStore people, Guid allocationId)
    {
        await people.LockAsync(mutation, (await AllocationStore.GetAsync(mutation, allocationId)).PersonId);
        return await AllocationStore.GetAsync(mutation, allocationId);
    }

    /// <summary>A budget whose figure somebody changes stands, and its person lives.</summary>
    /// <exception cref="Refusal">PERSON_DIED; ALLOCATION_SUPERSEDED.</exception>
    public static void RequireStanding(AllocationRow allocation)
    {
        if (allocation.PersonDied)
            throw Refusal.Rule("PERSON_DIED", "The person has died: nothing new is approved or set aside.", "DOMAIN 0, A14", ("allocation_id", allocation.Id));
        if (allocation.IsSuperseded)
        {
            throw Refusal.Rule(
                "ALLOCATION_SUPERSEDED", "Another indicative budget, or a decision that yields none, took the place of this one.", null,
                ("allocation_id", allocation.Id), ("superseded_by_allocation_id", allocation.SupersededById?.ToString() ?? ""));
        }
    }
}
