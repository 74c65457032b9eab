using PersonalBudgets.Allocation.Shifts;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>M3 of DOMAIN 7.1: the price of a point at which a share of the sample would have been covered.</summary>
internal static class CalibratedPrice
{
    private const int PointsTenThousandths = 10_000;

    /// <summary>The percentile of what each case cost for a point, in pence.</summary>
    /// <param name="cases">One or more, each with points.</param>
    /// <param name="basisPoints">The percentile.</param>
    public static Rational Of(IEnumerable<PricedCase> cases, int basisPoints)
    {
        Rational[] prices = [.. cases.Select(one => new Rational((Int128)one.ActualPence * PointsTenThousandths, one.TenThousandthsOfPoints))];
        Array.Sort(prices);
        return Percentile.Of(prices, basisPoints);
    }
}
