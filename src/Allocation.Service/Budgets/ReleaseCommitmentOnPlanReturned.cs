using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Gives back what is held for a plan when it is returned to its author. What was confirmed stays: that plan was approved.</summary>
internal sealed class ReleaseCommitmentOnPlanReturned : IEventConsumer<PlanReturned>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PlanReturned message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var planId = Guid.Parse(message.SubjectId);
        var held = await CommitmentStore.LockHeldOfPlansAsync(mutation, [(planId, message.SubjectVersion)]);
        if (held.Count > 0)
            await CommittedMoney.GiveBackAsync(mutation, held, CommitmentState.Released, "PLAN_RETURNED");
        else
            mutation.Audit("allocation.commitment.given_back", "PLAN", planId, "NOTHING_HELD");
    });
}
