using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>
/// A dispute is settled: what one funder paid meanwhile is committed of the liable funder's fund, whatever is left of it, and the payer gets it back. The
/// history has the figures by funder.
/// </summary>
internal sealed class BackChargeOnInterimArrangementSettled : IEventConsumer<InterimArrangementSettled>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(InterimArrangementSettled message, ConsumerWork work) => work.MutateAsync(mutation => BackChargeAsync(mutation, message));

    private static async Task BackChargeAsync(Mutation mutation, InterimArrangementSettled message)
    {
        var commitment = await CommitmentStore.LockOfSourceAsync(mutation, Guid.Parse(message.SubjectId));
        var payer = (await CommitmentStore.SharesAsync(mutation, [commitment.Id]))[commitment.Id].First();
        mutation.Audit("allocation.commitment.back_charged", "COMMITMENT", commitment.Id, message.BackChargePence > 0 ? "DONE" : "NOTHING_OWED", commitment.PersonId);
        if (message.BackChargePence is 0 || payer.Funder == message.Liable)
            return;
        var (after, changes) = await CommitmentChanging.ChangeAsync(
            mutation, commitment,
            [new Claim(payer.Funder, payer.Claim.Purpose, 0, Math.Max(0, payer.OneOffPence - message.BackChargePence), 0), new Claim(message.Liable, FundPurpose.General, 0, message.BackChargePence, 0)],
            CommitmentChangeKind.BackCharged, "", null, isPromised: true);
        CommittedMoney.TellGivenBack(mutation, after, changes.Where(change => change.Pence() < 0), "BACK_CHARGED");
    }
}
