using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>What a plan asks of one funder's fund: a year of what recurs and what is paid once, apart by duty and power (DOMAIN 0, A1).</summary>
/// <param name="Funder">The funder's organisation code.</param>
/// <param name="AnnualPence">What recurs, pence a year.</param>
/// <param name="OneOffPence">What is paid once, in pence.</param>
/// <param name="PowerPence">The part of both that the funder may refuse; the rest is a duty.</param>
internal sealed record Claim(string Funder, long AnnualPence, long OneOffPence, long PowerPence)
{
    /// <summary>All of it.</summary>
    public long Pence => AnnualPence + OneOffPence;

    /// <summary>The claims of a plan, the first-named funder first.</summary>
    public static IReadOnlyList<Claim> Of(IReadOnlyList<CostedLine> lines, SplitCostsResponse split)
    {
        var powers = lines.Zip(split.Lines)
            .Where(pair => !IsDuty(pair.First.LegalBasis))
            .SelectMany(pair => pair.Second.Shares)
            .ToLookup(share => share.Funder, share => share.AnnualPence + share.OneOffPence);
        return [.. split.Totals.Select(total => new Claim(total.Funder, total.AnnualPence, total.OneOffPence, powers[total.Funder].Sum()))];
    }

    /// <summary>
    /// Whether an approved amount, with what is committed of it, can bear the claim. Duty commits whatever is left; power
    /// has to fit after it. Lack of money is never a reason against a duty.
    /// </summary>
    public bool Fits(long approvedPence, long committedPence) => PowerPence is 0 || committedPence + Pence <= approvedPence;

    /// <summary>Duties are all bases but the body's own discretion (Care Act 2014 ss18, 20; MHA 1983 s117; SI 2012/2996 Part 6A).</summary>
    private static bool IsDuty(LegalBasis basis) => basis is not LegalBasis.Discretionary;
}
