using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Sets the cap of an interim arrangement aside with the funder that pays meanwhile (DOMAIN 0, A4): no assessment, allocation or plan comes first.</summary>
internal sealed class CommitOnInterimArrangementMade(OneStepCommitments commitments) : IEventConsumer<InterimArrangementMade>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(InterimArrangementMade message, ConsumerWork work) => work.MutateAsync(mutation => commitments.CommitAsync(mutation, new OneStep(
        CommitmentKind.Interim, Guid.Parse(message.SubjectId), Guid.Parse(message.PersonId), message.Funder, message.StartDate, message.EndDate, 0, message.CapPence)));
}
