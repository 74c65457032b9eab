using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Plans.Reviews;

/// <summary>After-care is in force no more: lines that stand on section 117 need another basis, or an end.</summary>
public sealed class AskForReviewOnLegalStatusChanged(ReviewRequests reviews) : IEventConsumer<LegalStatusChanged>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(LegalStatusChanged message, ConsumerWork work) => message.IsAftercareInForce
        ? Task.CompletedTask
        : work.MutateAsync(mutation => reviews.AskAsync(
            mutation, Guid.Parse(message.PersonId), PlanFlag.AftercareEnded, plan => plan.Lines.Any(line => line.LegalBasis is LegalBasis.S117)));
}
