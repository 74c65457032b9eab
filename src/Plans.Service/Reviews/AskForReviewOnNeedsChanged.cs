using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Plans.Reviews;

/// <summary>Needs changed since they were assessed: whether the plan still meets them is to be looked at (SI 2013/1617 reg 14).</summary>
public sealed class AskForReviewOnNeedsChanged(ReviewRequests reviews) : IEventConsumer<NeedsChanged>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(NeedsChanged message, ConsumerWork work) =>
        work.MutateAsync(mutation => reviews.AskAsync(mutation, Guid.Parse(message.PersonId), PlanFlag.NeedsChanged));
}
