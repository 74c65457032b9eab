using PersonalBudgets.Allocation.Shifts;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>
/// M4 of DOMAIN 7.1: a curve that gives each rank of need the cost of the same rank. It runs from the least points of the sample to the most and never
/// falls, because both rise with the rank.
/// </summary>
internal static class FittedCurve
{
    private const int PointsTenThousandths = 10_000;

    /// <summary>Pairs the ranks of points with those of costs.</summary>
    /// <param name="cases">One or more.</param>
    /// <param name="knots">How many points of the curve at most: at ranks that lie equally far apart. Two or more.</param>
    /// <param name="startsAtZero">Whether no points and no pence begin the curve, so that needs below the least of the sample have a figure.</param>
    public static IReadOnlyList<CurvePoint> Of(IReadOnlyList<PricedCase> cases, int knots, bool startsAtZero)
    {
        long[] points = [.. cases.Select(one => one.TenThousandthsOfPoints).Order()];
        long[] costs = [.. cases.Select(one => one.ActualPence).Order()];
        var ranks = Ranks(points);
        var curve = new List<CurvePoint>(knots + 1);
        if (startsAtZero && points[0] >= PointsTenThousandths)
            curve.Add(new CurvePoint());
        foreach (var whole in WholePoints(points, knots))
        {
            var (numerator, denominator) = RankOf(whole * PointsTenThousandths, ranks);
            curve.Add(new CurvePoint { Points = (int)whole, AnnualPence = Percentile.At(costs, numerator, denominator).HalfUp() });
        }

        return curve;
    }

    /// <summary>The whole points at ranks equally far apart: the least rounded down and the most up, so that the curve reaches all of the sample.</summary>
    private static IEnumerable<long> WholePoints(long[] sorted, int knots)
    {
        var (least, most) = (sorted[0] / PointsTenThousandths, (sorted[^1] + PointsTenThousandths - 1) / PointsTenThousandths);
        var before = -1L;
        for (var knot = 0; knot < knots; knot++)
        {
            var at = Percentile.At(sorted, (Int128)(sorted.Length - 1) * knot, knots - 1);
            var whole = knot is 0 ? least
                : knot == knots - 1 ? most
                : new Rational(at.Numerator, at.Denominator * PointsTenThousandths).HalfUp();
            // Many cases of the same points are one point of the curve.
            if (whole > before)
                yield return before = whole;
        }
    }

    /// <summary>Each number of points that occurs, with twice its rank: cases of the same points share the rank in their middle.</summary>
    private static List<(long Points, long TwiceRank)> Ranks(long[] sorted)
    {
        var ranks = new List<(long, long)>();
        for (var first = 0; first < sorted.Length;)
        {
            var last = first;
            while (last + 1 < sorted.Length && sorted[last + 1] == sorted[first])
                last++;
            ranks.Add((sorted[first], first + last));
            first = last + 1;
        }

        return ranks;
    }

    /// <summary>The rank of points: on the line between the numbers that occur around them; beyond the sample that of its least or most.</summary>
    private static (Int128 Numerator, Int128 Denominator) RankOf(long points, List<(long Points, long TwiceRank)> ranks)
    {
        // No rank is as high, so that what is found is the place of the next number of points.
        var next = ~ranks.BinarySearch((points, long.MaxValue));
        if (next is 0)
            return (ranks[0].TwiceRank, 2);
        var low = ranks[next - 1];
        if (next == ranks.Count || low.Points == points)
            return (low.TwiceRank, 2);
        var high = ranks[next];
        var width = high.Points - low.Points;
        return (((Int128)low.TwiceRank * width) + ((Int128)(high.TwiceRank - low.TwiceRank) * (points - low.Points)), (Int128)2 * width);
    }
}
