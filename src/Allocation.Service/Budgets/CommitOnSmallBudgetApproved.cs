using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Sets a small budget aside in one step, by no allocation model (DOMAIN 0, A29): once what is paid once, for a year what is of low value.</summary>
internal sealed class CommitOnSmallBudgetApproved(OneStepCommitments commitments) : IEventConsumer<SmallBudgetApproved>
{
    private const string PaidOnce = "ONE_OFF";

    /// <inheritdoc/>
    public Task ConsumeAsync(SmallBudgetApproved message, ConsumerWork work)
    {
        var isPaidOnce = message.Kind is PaidOnce;
        return work.MutateAsync(mutation => commitments.CommitAsync(mutation, new OneStep(
            CommitmentKind.LightPath, Guid.Parse(message.SubjectId), Guid.Parse(message.PersonId), message.Funder, LondonTime.DateOf(message.OccurredAt), null,
            isPaidOnce ? 0 : message.AmountPence, isPaidOnce ? message.AmountPence : 0)));
    }
}
