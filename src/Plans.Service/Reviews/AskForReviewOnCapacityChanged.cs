using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Plans.Reviews;

/// <summary>
/// Capacity for a decision that the plan rests on was lost or regained: a representative is to be found, or the person asked (DOMAIN 0, A8). To
/// share data is no such decision.
/// </summary>
public sealed class AskForReviewOnCapacityChanged(ReviewRequests reviews) : IEventConsumer<CapacityChanged>
{
    private const string ShareData = "SHARE_DATA";

    /// <inheritdoc/>
    public Task ConsumeAsync(CapacityChanged message, ConsumerWork work) => message.Decision is ShareData
        ? Task.CompletedTask
        : work.MutateAsync(mutation => reviews.AskAsync(mutation, Guid.Parse(message.PersonId), PlanFlag.CapacityChanged));
}
