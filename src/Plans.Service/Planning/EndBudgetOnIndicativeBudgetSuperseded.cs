using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Plans.Planning;

/// <summary>An indicative budget stands no more: its plan is not approved before it is re-based. What takes its place may come later, or not at all.</summary>
public sealed class EndBudgetOnIndicativeBudgetSuperseded(SupersessionStore supersessions, PersonStandingStore people)
    : IEventConsumer<IndicativeBudgetSuperseded>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(IndicativeBudgetSuperseded message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var allocationId = Guid.Parse(message.SubjectId);
        await people.LockAsync(mutation, Guid.Parse(message.PersonId));
        await supersessions.EndAsync(mutation, allocationId);
        mutation.Audit("plans.allocation.superseded", "ALLOCATION", allocationId);
    });
}
