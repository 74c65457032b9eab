using Google.Protobuf;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.Uplifts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Ends what was confirmed with a day and gives back what is not used by then.</summary>
internal static class CommitmentEnding
{
    /// <summary>Ends a commitment whose row is locked.</summary>
    /// <param name="work">The work.</param>
    /// <param name="commitment">The commitment, confirmed.</param>
    /// <param name="lastDay">The last day for which money is needed.</param>
    /// <param name="settings">Who bears what, where the commitment is from before that was kept with it.</param>
    /// <param name="kind">What becomes of it.</param>
    /// <param name="reasons">Why, in words.</param>
    /// <param name="cause">Why, as the event says it.</param>
    /// <returns>The commitment after, and what each funder gets back.</returns>
    public static async Task<(CommitmentRow After, IReadOnlyList<ShareChange> Changes)> EndAsync(
        Mutation work, CommitmentRow commitment, DateOnly lastDay, SplitSettings settings, CommitmentChangeKind kind, string reasons, string cause)
    {
        var (ended, claims) = await UsedAsync(work, commitment, lastDay, settings);
        var (after, changes) = await CommitmentChanging.ChangeAsync(
            work, ended with { State = CommitmentState.Ended.Code(), EndDate = lastDay, Suspensions = "[]" }, claims, kind, reasons, lastDay);
        work.Audit("allocation.commitment.ended", "COMMITMENT", after.Id, cause, after.PersonId);
        CommittedMoney.TellGivenBack(work, after, changes, cause);
        return (after, changes);
    }

    private static async Task<(CommitmentRow Ended, IReadOnlyList<Claim> Claims)> UsedAsync(
        Mutation work, CommitmentRow commitment, DateOnly lastDay, SplitSettings settings)
    {
        if (commitment.ReadLines() is { Count: > 0 } lines)
        {
            LineRise[] rises = [.. (await LineRiseStore.OfAsync(work, [commitment.Id]))[commitment.Id]];
            var used = Ending.Used(lines, rises, commitment.StartDate, lastDay);
            var terms = await SplitTermsStore.ReadAsync(work, settings, commitment.PersonId);
            var split = CostSplit.Of(lines, terms.For(commitment.PersonId), commitment.StartDate, commitment.ReadSplit().Lines, lastDay: lastDay, rises: rises);
            return (commitment with { Split = JsonFormatter.Default.Format(split), Lines = CommitmentStore.WriteLines(used) }, Claim.Of(used, split));
        }

        // Made in one step: one funder bears it, over its own days where it has a last one, else over a year.
        var shares = (await CommitmentStore.SharesAsync(work, [commitment.Id]))[commitment.Id];
        var endDay = commitment.EndDate ?? Ending.YearEnd(commitment.StartDate).AddDays(-1);
        return (commitment,
        [
            .. shares.Select(share => new Claim(
                share.Funder, share.Claim.Purpose, Ending.Used(share.AnnualPence, commitment.StartDate, endDay, lastDay), OneOff(share), 0)),
        ]);

        // An interim arrangement spends its cap over its days; what a small budget pays once is paid at the start.
        long OneOff(ShareRow share) => commitment.EndDate is null && lastDay >= commitment.StartDate
            ? share.OneOffPence
            : Ending.Used(share.OneOffPence, commitment.StartDate, endDay, lastDay);
    }
}
