using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>
/// Confirms a hold when its plan is approved. A hold that lapsed or was released meanwhile is taken again, whatever is left of
/// the fund: the plan is approved and the person told, so the money has to be there; the share is flagged where it is not. Not so where the
/// person has died: what was given back then stays with the fund.
/// </summary>
internal sealed class ConfirmCommitmentOnPlanApproved(InterimCommitments interims, IOptions<SplitSettings> split) : IEventConsumer<PlanApproved>
{
    private const string Subject = "COMMITMENT";

    /// <inheritdoc/>
    public Task ConsumeAsync(PlanApproved message, ConsumerWork work) => work.MutateAsync(mutation => ConfirmAsync(mutation, message));

    private async Task ConfirmAsync(Mutation mutation, PlanApproved message)
    {
        await SplitTermsStore.HoldAsync(mutation);
        var commitment = await CommitmentStore.LockAsync(mutation, Guid.Parse(message.CommitmentId));
        if (commitment.PlanId != Guid.Parse(message.SubjectId))
            throw Refusal.Rule("COMMITMENT_OF_ANOTHER_PLAN", "The commitment is not this plan's.", null, ("commitment_id", commitment.Id));
        if (commitment.IsConfirmed || commitment.State is "ENDED")
        {
            mutation.Audit("allocation.commitment.confirmed", Subject, commitment.Id, "CONFIRMED_BEFORE");
            return;
        }

        if (commitment.PersonDied && !commitment.IsHeld)
        {
            mutation.Audit("allocation.commitment.confirmed", Subject, commitment.Id, "PERSON_DIED");
            return;
        }

        var confirmed = (await CommitmentStore.MoveAsync(mutation, [commitment], CommitmentState.Confirmed))[0];
        mutation.Audit("allocation.commitment.confirmed", Subject, commitment.Id, personId: commitment.PersonId);
        await interims.ReplaceAsync(mutation, commitment.PersonId, commitment.StartDate);
        if (commitment.IsHeld)
        {
            await CommitmentChangeStore.InsertAsync(mutation, [CommitmentChangeStore.Of(mutation, confirmed, CommitmentChangeKind.Confirmed, [], "", message.StartDate)]);
            return;
        }

        var claims = (await CommitmentStore.SharesAsync(mutation, [commitment.Id]))[commitment.Id].Select(share => share.Claim).ToArray();
        var book = await FundBook.LockAsync(mutation, claims.Select(claim => (commitment.FinancialYear, claim)), []);
        var shares = CommittedMoney.Take(book, confirmed, [], claims, isPromised: true);
        await CommitmentStore.SaveSharesAsync(mutation, shares);
        await book.SaveAsync(mutation);
        await CommitmentChangeStore.InsertAsync(
            mutation, [CommitmentChangeStore.Of(mutation, confirmed, CommitmentChangeKind.Taken, ShareChanges.Between([], shares), "", message.StartDate)]);
        CommittedMoney.Tell(mutation, confirmed, shares);
        // What a policy or a panel changed while nothing was held did not reach it.
        await DividingAnew.ApplyAsync(mutation, [confirmed], split.Value, mutation.Today, "");
    }
}
