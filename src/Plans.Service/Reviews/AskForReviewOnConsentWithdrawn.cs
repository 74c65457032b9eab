using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Plans.Reviews;

/// <summary>
/// Consent to direct payments was withdrawn: those of the plan have to stop, with reasonable written notice (SI 2013/1617 reg 17(1), (3)).
/// </summary>
public sealed class AskForReviewOnConsentWithdrawn(ReviewRequests reviews) : IEventConsumer<ConsentWithdrawn>
{
    private const string DirectPayment = "DIRECT_PAYMENT";

    /// <inheritdoc/>
    public Task ConsumeAsync(ConsentWithdrawn message, ConsumerWork work) => message.Purpose is DirectPayment
        ? work.MutateAsync(mutation => reviews.AskAsync(
            mutation, Guid.Parse(message.PersonId), PlanFlag.ConsentWithdrawn, plan => plan.Lines.Any(line => line.IsDirectPayment)))
        : Task.CompletedTask;
}
