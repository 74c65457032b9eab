using Google.Protobuf;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Uplifts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>What was set aside follows who bears it: what is still to come on a day is divided by other parts, and what lies before it stays.</summary>
internal static class DividingAnew
{
    /// <summary>Divides commitments anew and moves the money from fund to fund, whatever is left of them: the people were told of their budgets.</summary>
    /// <param name="work">The work; it holds the policies.</param>
    /// <param name="commitments">The commitments, their rows locked in the order of ids; those without lines stay as they are.</param>
    /// <param name="settings">What counts where no policy says anything.</param>
    /// <param name="from">The first day of what changes.</param>
    /// <param name="reasons">Why, for their history.</param>
    /// <returns>How many have other shares.</returns>
    /// <exception cref="Refusal">FUND_MISSING.</exception>
    public static async Task<int> ApplyAsync(Mutation work, IReadOnlyList<CommitmentRow> commitments, SplitSettings settings, DateOnly from, string reasons)
    {
        var terms = await SplitTermsStore.ReadAsync(work, settings, [.. commitments.Select(commitment => commitment.PersonId).Distinct()]);
        var rises = await LineRiseStore.OfAsync(work, commitments.Select(commitment => commitment.Id));
        var divided = commitments.Where(commitment => commitment.Lines is not null)
            .Select(commitment => Divide(commitment, terms, from, [.. rises[commitment.Id]]))
            .Where(one => !CostSplit.AreSame(one.Before, one.After)).ToArray();
        if (divided.Length is 0)
            return 0;
        var shares = await CommitmentStore.SharesAsync(work, divided.Select(one => one.Commitment.Id));
        var book = await FundBook.LockAsync(
            work, divided.SelectMany(one => one.Claims.Select(claim => (one.Commitment.FinancialYear, claim))), shares.SelectMany(of => of));
        var (saved, taken, changes) = (new List<CommitmentRow>(divided.Length), new List<ShareRow>(), new List<CommitmentChange>(divided.Length));
        foreach (var (commitment, _, after, claims) in divided)
        {
            var before = shares[commitment.Id].ToArray();
            var now = CommittedMoney.Take(book, commitment, before, claims, isPromised: true);
            var anew = commitment with { Split = JsonFormatter.Default.Format(after), Version = commitment.Version + 1 };
            saved.Add(anew);
            taken.AddRange(now);
            changes.Add(CommitmentChangeStore.Of(work, anew, CommitmentChangeKind.SplitChanged, ShareChanges.Between(before, now), reasons, from));
            CommittedMoney.Tell(work, anew, now);
        }

        await CommitmentStore.SaveLinesAsync(work, saved);
        await CommitmentStore.SaveSharesAsync(work, taken);
        await CommitmentChangeStore.InsertAsync(work, changes);
        await book.SaveAsync(work);
        return divided.Length;
    }

    private static Divided Divide(CommitmentRow commitment, SplitTerms terms, DateOnly from, IReadOnlyList<LineRise> rises)
    {
        var (lines, before) = (commitment.ReadLines(), commitment.ReadSplit());
        var after = CostSplit.Of(lines, terms.For(commitment.PersonId), commitment.StartDate, before.Lines, from, rises: rises);
        return new Divided(commitment, before, after, Claim.Of(lines, after));
    }

    private sealed record Divided(CommitmentRow Commitment, SplitCostsResponse Before, SplitCostsResponse After, IReadOnlyList<Claim> Claims);
}
