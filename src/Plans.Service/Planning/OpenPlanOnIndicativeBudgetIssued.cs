using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Plans.Planning;

/// <summary>An indicative budget opens an empty plan: the amount is known before anybody plans (DOMAIN 1.1, C2).</summary>
public sealed class OpenPlanOnIndicativeBudgetIssued(PlanStore plans) : IEventConsumer<IndicativeBudgetIssued>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(IndicativeBudgetIssued message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var (planId, isNew) = await plans.OpenAsync(
            mutation, Guid.Parse(message.PersonId), Guid.Parse(message.SubjectId), message.AnnualPence);
        mutation.Audit("plans.plan.opened", "PLAN", planId, isNew ? "DONE" : "OPEN_ALREADY");
    });
}
