using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Gives back what an interim arrangement that ended early needs no more, unless a full budget has taken its place already.</summary>
internal sealed class EndCommitmentOnInterimArrangementEnded(InterimCommitments interims) : IEventConsumer<InterimArrangementEnded>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(InterimArrangementEnded message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var commitment = await CommitmentStore.LockOfSourceAsync(mutation, Guid.Parse(message.SubjectId));
        if (commitment.IsConfirmed)
            await interims.EndAsync(mutation, commitment, message.EndDate, CommitmentChangeKind.Ended, "ENDED");
        else
            mutation.Audit("allocation.commitment.ended", "COMMITMENT", commitment.Id, "ENDED_BEFORE", commitment.PersonId);
    });
}
