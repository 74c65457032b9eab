using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Changes what one commitment sets aside: its shares, the funds behind them, its version and its history, all at once.</summary>
internal static class CommitmentChanging
{
    /// <summary>Puts claims in the place of what a commitment has.</summary>
    /// <param name="work">The work.</param>
    /// <param name="commitment">The commitment as it is to be, its row locked.</param>
    /// <param name="claims">What it is to have.</param>
    /// <param name="kind">What becomes of it.</param>
    /// <param name="reasons">Why.</param>
    /// <param name="effectiveOn">The day from which it counts; null = today.</param>
    /// <param name="isPromised">Take what is needed beyond what was approved too.</param>
    /// <returns>The commitment after, and what each funder bears more or less.</returns>
    public static async Task<(CommitmentRow After, IReadOnlyList<ShareChange> Changes)> ChangeAsync(
        Mutation work, CommitmentRow commitment, IReadOnlyList<Claim> claims, CommitmentChangeKind kind, string reasons, DateOnly? effectiveOn, bool isPromised = false)
    {
        var before = (await CommitmentStore.SharesAsync(work, [commitment.Id]))[commitment.Id].ToArray();
        var book = await FundBook.LockAsync(work, claims.Select(claim => (commitment.FinancialYear, claim)), before);
        var shares = CommittedMoney.Take(book, commitment, before, claims, isPromised);
        var changes = ShareChanges.Between(before, shares);
        var after = await CommitmentStore.SaveAsync(work, commitment);
        await CommitmentStore.SaveSharesAsync(work, shares);
        await book.SaveAsync(work);
        await CommitmentChangeStore.InsertAsync(work, [CommitmentChangeStore.Of(work, after, kind, changes, reasons, effectiveOn)]);
        if (changes.Any(change => change.Pence() > 0))
            CommittedMoney.Tell(work, after, shares);
        return (after, changes);
    }
}
