using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>What a plan asks of one fund of a funder: a year of what recurs and what is paid once, apart by duty and power (DOMAIN 0, A1).</summary>
/// <param name="Funder">The funder's organisation code.</param>
/// <param name="Purpose">What it is for, which says which fund of the funder bears it.</param>
/// <param name="AnnualPence">What recurs, pence a year.</param>
/// <param name="OneOffPence">What is paid once, in pence.</param>
/// <param name="PowerPence">The part of both that the funder may refuse; the rest is a duty.</param>
internal sealed record Claim(string Funder, FundPurpose Purpose, long AnnualPence, long OneOffPence, long PowerPence)
{
    /// <summary>All of it.</summary>
    public long Pence => AnnualPence + OneOffPence;

    /// <summary>The claims of a plan by funder and purpose, the first-named funder first.</summary>
    public static IReadOnlyList<Claim> Of(IReadOnlyList<CostedLine> lines, SplitCostsResponse split)
    {
        var claims = lines.Zip(split.Lines)
            .SelectMany(pair => pair.Second.Shares.Select(share => Of(pair.First.LegalBasis, share)))
            .ToLookup(claim => claim.Funder);
        return
        [
            .. split.Totals.SelectMany(total => claims[total.Funder]
                .GroupBy(claim => claim.Purpose).OrderBy(group => group.Key)
                .Select(group => Sum(group, group.Key))),
        ];
    }

    /// <summary>Claims of a funder on one fund as one.</summary>
    public static Claim Sum(IEnumerable<Claim> claims, FundPurpose purpose)
    {
        var all = claims.ToList();
        return new Claim(
            all[0].Funder, purpose, all.Sum(claim => claim.AnnualPence), all.Sum(claim => claim.OneOffPence), all.Sum(claim => claim.PowerPence));
    }

    /// <summary>What is asked of each funder, whichever of its funds bear it: that depends on which funds there are.</summary>
    public static IEnumerable<Claim> ByFunder(IEnumerable<Claim> claims) =>
        claims.GroupBy(claim => claim.Funder).Select(group => Sum(group, FundPurpose.General));

    /// <summary>
    /// Whether an approved amount, with what is committed of it, can bear the claim. Duty commits whatever is left; power
    /// has to fit after it. Lack of money is never a reason against a duty.
    /// </summary>
    public bool Fits(long approvedPence, long committedPence) => PowerPence is 0 || committedPence + Pence <= approvedPence;

    private static Claim Of(LegalBasis basis, FunderShare share) => new(
        share.Funder, FundPurposes.Of(basis), share.AnnualPence, share.OneOffPence, IsDuty(basis) ? 0 : share.AnnualPence + share.OneOffPence);

    /// <summary>Duties are all bases but the body's own discretion (Care Act 2014 ss18, 20; MHA 1983 s117; SI 2012/2996 Part 6A;
    /// Children Act 1989 s17; Children and Families Act 2014 s42).</summary>
    private static bool IsDuty(LegalBasis basis) => basis is not LegalBasis.Discretionary;
}
