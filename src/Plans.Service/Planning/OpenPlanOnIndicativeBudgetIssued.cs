using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Planning;

/// <summary>
/// An indicative budget opens an empty plan: the amount is known before anybody plans (DOMAIN 1.1, C2). One that takes the place of another opens
/// none where that one has its plan: the plan is to be re-based, since two could both be approved.
/// </summary>
public sealed class OpenPlanOnIndicativeBudgetIssued(PlanStore plans, SupersessionStore supersessions, PersonStandingStore people)
    : IEventConsumer<IndicativeBudgetIssued>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(IndicativeBudgetIssued message, ConsumerWork work) => work.MutateAsync(mutation => OpenAsync(mutation, message));

    private async Task OpenAsync(Mutation mutation, IndicativeBudgetIssued message)
    {
        var allocationId = Guid.Parse(message.SubjectId);
        var person = await people.LockAsync(mutation, Guid.Parse(message.PersonId));
        if (message.SupersededAllocationId is { } superseded)
            await supersessions.SucceedAsync(mutation, Guid.Parse(superseded), allocationId, message.AnnualPence);

        if (await ReasonAgainstAsync(mutation, person, allocationId) is { } reason)
        {
            mutation.Audit("plans.plan.not_opened", "ALLOCATION", allocationId, reason);
            return;
        }

        var (planId, isNew) = await plans.OpenAsync(mutation, Guid.Parse(message.PersonId), allocationId, message.AnnualPence);
        mutation.Audit("plans.plan.opened", "PLAN", planId, isNew ? "DONE" : "OPEN_ALREADY");
    }

    private async Task<string?> ReasonAgainstAsync(Mutation mutation, PersonStanding person, Guid allocationId)
    {
        if (person.HasDied)
            return "PERSON_DIED";
        if (await supersessions.IsSupersededAsync(mutation, allocationId))
            return "SUPERSEDED";
        return await supersessions.HasPlanBeforeAsync(mutation, allocationId) ? "PLAN_TO_BE_REBASED" : null;
    }
}
