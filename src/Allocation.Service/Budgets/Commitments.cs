using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Money on its way into and out of commitments. Locks a commitment's row before its funds' rows, everywhere.</summary>
internal static class Commitments
{
    private const string Subject = "COMMITMENT";

    /// <summary>Takes the money of a commitment from the funds and tells so.</summary>
    /// <param name="work">The work.</param>
    /// <param name="commitment">The commitment, in its state and version after this.</param>
    /// <param name="claims">What it asks of each funder.</param>
    /// <param name="isPromised">
    /// The plan is approved and the person told: the money has to be there. A power line then commits like a duty, beyond
    /// what was approved if need be, and is flagged.
    /// </param>
    /// <returns>The shares as taken.</returns>
    /// <exception cref="Refusal">FUND_MISSING; FUND_EXHAUSTED.</exception>
    public static async Task<IReadOnlyList<ShareRow>> TakeAsync(Mutation work, CommitmentRow commitment, IReadOnlyList<Claim> claims, bool isPromised = false)
    {
        var funds = (await FundStore.LockAsync(work, commitment.FinancialYear, claims.Select(claim => claim.Funder))).ToDictionary(fund => fund.Funder);
        RequireFunds(claims.Where(claim => !funds.ContainsKey(claim.Funder)), commitment.FinancialYear);
        if (!isPromised)
            RequireFit(claims.Where(claim => !claim.Fits(funds[claim.Funder].ApprovedPence, funds[claim.Funder].CommittedPence)), commitment.FinancialYear);

        IReadOnlyList<ShareRow> shares =
        [
            .. claims.Select(claim => new ShareRow(
                commitment.Id, funds[claim.Funder].Id, claim.Funder, claim.AnnualPence, claim.OneOffPence, claim.PowerPence,
                funds[claim.Funder].CommittedPence + claim.Pence > funds[claim.Funder].ApprovedPence)),
        ];
        await FundStore.AddAsync(work, shares.Select(share => (share.FundId, share.Pence)));
        await CommitmentStore.SaveSharesAsync(work, commitment.Id, shares);
        work.Audit("allocation.commitment.taken", Subject, commitment.Id, shares.Any(share => share.OverCommitted) ? "OVER_COMMITTED" : "DONE");
        work.Publish(
            new BudgetCommitted
            {
                Programme = work.Programme,
                SubjectId = commitment.Id.ToString(),
                SubjectVersion = commitment.Version,
                OccurredAt = work.Now,
                PlanId = commitment.PlanId.ToString(),
                Shares = [.. shares.Select(share => new FunderAmount(share.Funder, share.AnnualPence, share.OneOffPence))],
            },
            commitment.Id.ToString());
        return shares;
    }

    /// <summary>Gives the money of holds back to the funds and tells so.</summary>
    /// <param name="work">The work.</param>
    /// <param name="held">Holds whose rows are locked.</param>
    /// <param name="state">What they become.</param>
    /// <param name="cause">Why, as the event says it.</param>
    public static async Task GiveBackAsync(Mutation work, IReadOnlyList<CommitmentRow> held, CommitmentState state, string cause)
    {
        var shares = await CommitmentStore.SharesAsync(work, held.Select(commitment => commitment.Id));
        var ended = await CommitmentStore.MoveAsync(work, held, state);
        await FundStore.AddAsync(work, shares.SelectMany(of => of).Select(share => (share.FundId, -share.Pence)));
        foreach (var commitment in ended)
        {
            work.Audit("allocation.commitment.given_back", Subject, commitment.Id, cause);
            work.Publish(
                new BudgetReleased
                {
                    Programme = work.Programme,
                    SubjectId = commitment.Id.ToString(),
                    SubjectVersion = commitment.Version,
                    OccurredAt = work.Now,
                    PlanId = commitment.PlanId.ToString(),
                    Cause = cause,
                },
                commitment.Id.ToString());
        }
    }

    private static void RequireFunds(IEnumerable<Claim> missing, int financialYear)
    {
        IReadOnlyList<BrokenRule> broken =
            [.. missing.Select(claim => new BrokenRule("FUND_MISSING", claim.Funder, "The funder has no fund for the financial year of the plan's first day."))];
        if (broken.Count > 0)
            throw Refusal.Rules(broken, ("funder", broken[0].Subject), ("financial_year", financialYear));
    }

    private static void RequireFit(IEnumerable<Claim> beyond, int financialYear)
    {
        IReadOnlyList<BrokenRule> broken =
            [.. beyond.Select(claim => new BrokenRule("FUND_EXHAUSTED", claim.Funder, "What is left of the fund does not bear the lines that are no duty.", "DOMAIN 0, A1"))];
        if (broken.Count > 0)
            throw Refusal.Rules(broken, ("funder", broken[0].Subject), ("financial_year", financialYear));
    }
}
