using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>What a payment was for, as far as its commitment tells.</summary>
/// <param name="Purpose">The purpose of the fund that bears it.</param>
/// <param name="LegalBasis">The legal basis; none where no commitment names a line of the funder.</param>
/// <param name="NeedType">The kind of need; none likewise.</param>
/// <param name="Pence">How much of the payment, in pence.</param>
internal sealed record PaidPart(FundPurpose Purpose, LegalBasis LegalBasis, NeedType NeedType, long Pence)
{
    /// <summary>
    /// A payment divided by its funder's lines. A pay run pays what is due on a day for all lines of a payee together and names none of them, so the
    /// payment counts for them in proportion to a year of what recurs and what is paid once. Notional lines are paid by the funder itself, never by
    /// a pay run. The parts add up to the payment.
    /// </summary>
    /// <param name="pence">The payment, 0 or more.</param>
    /// <param name="funder">Who pays.</param>
    /// <param name="lines">The lines of the plan, divided among funders.</param>
    /// <param name="purposes">The purposes of the funder's funds that bear the plan.</param>
    public static IReadOnlyList<PaidPart> Of(long pence, string funder, IReadOnlyList<LineSplit> lines, IReadOnlySet<FundPurpose> purposes)
    {
        var weights = lines.Where(line => line.Line is not null)
            .Select(line => (line.Line, Pence: line.Shares.Where(share => share.Funder == funder).Sum(share => share.AnnualPence + share.OneOffPence)))
            .Where(line => line.Pence > 0)
            .ToList();
        if (weights.Any(line => line.Line.Management is not Management.Notional))
            weights.RemoveAll(line => line.Line.Management is Management.Notional);
        if (weights.Count is 0)
            return [new PaidPart(FundPurpose.General, LegalBasis.Unspecified, NeedType.Unspecified, pence)];

        var groups = weights.GroupBy(line => (line.Line.LegalBasis, line.Line.NeedType)).ToList();
        var parts = LargestRemainder.SplitByWeight(pence, [.. groups.Select(group => group.Sum(line => line.Pence))]);
        return [.. groups.Select((group, index) => new PaidPart(PurposeOf(group.Key.LegalBasis, purposes), group.Key.LegalBasis, group.Key.NeedType, parts[index]))];
    }

    private static FundPurpose PurposeOf(LegalBasis basis, IReadOnlySet<FundPurpose> purposes) =>
        FundPurposes.Of(basis) is var own && purposes.Contains(own) ? own : FundPurpose.General;
}
