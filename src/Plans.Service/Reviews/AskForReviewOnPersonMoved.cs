using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Plans.Reviews;

/// <summary>The person lives elsewhere. The plan goes on until the new council has assessed (Care Act 2014 ss37-38; DOMAIN 0, A28).</summary>
public sealed class AskForReviewOnPersonMoved(ReviewRequests reviews) : IEventConsumer<PersonMoved>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PersonMoved message, ConsumerWork work) =>
        work.MutateAsync(mutation => reviews.AskAsync(mutation, Guid.Parse(message.PersonId), PlanFlag.PersonMoved));
}
