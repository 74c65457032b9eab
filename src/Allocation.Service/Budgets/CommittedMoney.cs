using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Money on its way into and out of commitments. Locks a commitment's row before its funds' rows, everywhere.</summary>
internal static class CommittedMoney
{
    private const string Subject = "COMMITMENT";

    /// <summary>The shares of a commitment after claims take the place of what it has; the funds' book goes along.</summary>
    /// <param name="book">Funds whose rows are locked.</param>
    /// <param name="commitment">The commitment.</param>
    /// <param name="before">Its shares so far; none for one that holds nothing yet.</param>
    /// <param name="claims">What it is to have.</param>
    /// <param name="isPromised">
    /// The plan is approved and the person told, or the need is urgent: the money has to be there. What the funder might refuse then commits like a duty,
    /// beyond what was approved if need be, and is flagged.
    /// </param>
    /// <param name="spared">What the same person's interim arrangement still holds of each fund and gives back once this stands: it is in nobody's way.</param>
    /// <exception cref="Refusal">FUND_MISSING; FUND_CLOSED; FUND_EXHAUSTED.</exception>
    public static IReadOnlyList<ShareRow> Take(
        FundBook book, CommitmentRow commitment, IReadOnlyList<ShareRow> before, IReadOnlyList<Claim> claims, bool isPromised = false,
        IReadOnlyDictionary<Guid, long>? spared = null)
    {
        Require(
            claims.Where(claim => book.Find(commitment.FinancialYear, claim.Funder, claim.Purpose) is null), commitment.FinancialYear,
            "FUND_MISSING", "The funder has no fund for the financial year of the first day.", null);
        var wanted = claims.GroupBy(claim => book.Find(commitment.FinancialYear, claim.Funder, claim.Purpose)!.Id)
            .ToDictionary(fund => fund.Key, fund => Claim.Sum(fund, book.Get(fund.Key).FundPurpose));
        // A fund that bears nothing any more keeps its row, so that its history has a place.
        var moves = before.Select(share => share.FundId).Union(wanted.Keys).Select(fundId =>
        {
            var fund = book.Get(fundId);
            var old = before.FirstOrDefault(share => share.FundId == fundId);
            var claim = wanted.GetValueOrDefault(fundId) ?? new Claim(fund.Funder, fund.FundPurpose, 0, 0, 0);
            return (Claim: claim, Fund: fund, Old: old, More: claim.Pence - (old?.Pence ?? 0), Others: fund.CommittedPence - (old?.Pence ?? 0) - (spared?.GetValueOrDefault(fund.Id) ?? 0));
        }).ToArray();
        if (!isPromised)
        {
            Require(
                moves.Where(move => move.More > 0 && move.Fund.IsYearClosed).Select(move => move.Claim), commitment.FinancialYear,
                "FUND_CLOSED", "The funder has closed the financial year of the first day: have it opened again, or begin later.", null);
            Require(
                moves.Where(move => move.Claim.PowerPence > (move.Old?.PowerPence ?? 0) && !move.Claim.Fits(move.Fund.OpenToPowersPence, move.Others)).Select(move => move.Claim),
                commitment.FinancialYear, "FUND_EXHAUSTED", "What is left of the fund does not bear the lines that are no duty.", "DOMAIN 0, A1");
        }

        var shares = moves.Select(move =>
        {
            var isOver = move.Claim.Pence > 0 && move.Others + move.Claim.Pence > move.Fund.ApprovedPence && (move.More > 0 || move.Old is { OverCommitted: true });
            return new ShareRow(
                commitment.Id, move.Fund.Id, move.Claim.Funder, move.Fund.Purpose, move.Claim.AnnualPence, move.Claim.OneOffPence, move.Claim.PowerPence, isOver,
                Noted: isOver && move.More <= 0 && move.Old!.Noted);
        }).ToArray();
        foreach (var (_, fund, _, more, _) in moves)
            book.Add(fund.Id, more);
        return shares;
    }

    /// <summary>Records and tells that a commitment has these shares now; they are still to be stored.</summary>
    public static void Tell(Mutation work, CommitmentRow commitment, IReadOnlyList<ShareRow> shares)
    {
        work.Audit("allocation.commitment.taken", Subject, commitment.Id, shares.Any(share => share.OverCommitted) ? "OVER_COMMITTED" : "DONE", commitment.PersonId);
        work.Publish(
            new BudgetCommitted
            {
                Programme = work.Programme,
                SubjectId = commitment.Id.ToString(),
                SubjectVersion = commitment.Version,
                OccurredAt = work.Now,
                PersonId = commitment.PersonId.ToString(),
                Kind = commitment.Kind,
                PlanId = commitment.PlanId?.ToString(),
                Shares = [.. shares.Select(share => new FunderAmount(share.Funder, share.AnnualPence, share.OneOffPence))],
            },
            commitment.Id.ToString());
    }

    /// <summary>Gives the money of commitments back to the funds, whole, and tells so.</summary>
    /// <param name="work">The work.</param>
    /// <param name="held">Commitments whose rows are locked.</param>
    /// <param name="state">What they become.</param>
    /// <param name="cause">Why, as the event says it.</param>
    public static async Task GiveBackAsync(Mutation work, IReadOnlyList<CommitmentRow> held, CommitmentState state, string cause)
    {
        var shares = await CommitmentStore.SharesAsync(work, held.Select(commitment => commitment.Id));
        var book = await FundBook.LockAsync(work, [], shares.SelectMany(of => of));
        await GiveBackAsync(work, book, held, shares, state, cause);
        await book.SaveAsync(work);
    }

    /// <summary>The same with funds whose rows are locked already.</summary>
    public static async Task GiveBackAsync(
        Mutation work, FundBook book, IReadOnlyList<CommitmentRow> held, ILookup<Guid, ShareRow> shares, CommitmentState state, string cause)
    {
        foreach (var share in held.SelectMany(commitment => shares[commitment.Id]))
            book.Add(share.FundId, -share.Pence);
        var kind = state is CommitmentState.Expired ? CommitmentChangeKind.Expired : CommitmentChangeKind.Released;
        var changes = new List<CommitmentChange>();
        foreach (var commitment in await CommitmentStore.MoveAsync(work, held, state))
        {
            var given = shares[commitment.Id].Select(share => new ShareChange { Funder = share.Funder, AnnualPence = -share.AnnualPence, OneOffPence = -share.OneOffPence }).ToArray();
            work.Audit("allocation.commitment.given_back", Subject, commitment.Id, cause, commitment.PersonId);
            TellGivenBack(work, commitment, given, cause);
            changes.Add(CommitmentChangeStore.Of(work, commitment, kind, given));
        }

        await CommitmentChangeStore.InsertAsync(work, changes);
    }

    /// <summary>Tells that money was given back.</summary>
    /// <param name="work">The work.</param>
    /// <param name="commitment">The commitment after it.</param>
    /// <param name="changes">What each funder's share changed by; what became larger is none of this.</param>
    /// <param name="cause">Why, as the event says it.</param>
    public static void TellGivenBack(Mutation work, CommitmentRow commitment, IEnumerable<ShareChange> changes, string cause) => work.Publish(
        new BudgetReleased
        {
            Programme = work.Programme,
            SubjectId = commitment.Id.ToString(),
            SubjectVersion = commitment.Version,
            OccurredAt = work.Now,
            PersonId = commitment.PersonId.ToString(),
            Kind = commitment.Kind,
            PlanId = commitment.PlanId?.ToString(),
            Cause = cause,
            Shares = [.. changes.Select(change => new FunderAmount(change.Funder, -change.AnnualPence, -change.OneOffPence)).Where(given => given is not { AnnualPence: 0, OneOffPence: 0 })],
        },
        commitment.Id.ToString());

    private static void Require(IEnumerable<Claim> claims, int financialYear, string reason, string text, string? source)
    {
        IReadOnlyList<BrokenRule> broken = [.. claims.Select(claim => new BrokenRule(reason, claim.Funder, text, source)).Distinct()];
        if (broken.Count > 0)
            throw Refusal.Rules(broken, ("funder", broken[0].Subject), ("financial_year", financialYear));
    }
}
