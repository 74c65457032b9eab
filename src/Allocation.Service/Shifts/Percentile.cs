namespace PersonalBudgets.Allocation.Shifts;

/// <summary>Percentiles by definition R-7 (DOMAIN 7.2): h = (n - 1) p; the value is on the line between the values at the whole places around h.</summary>
internal static class Percentile
{
    /// <summary>Basis points in the whole of a sample.</summary>
    public const int Whole = 10_000;

    /// <summary>The percentile of sorted values.</summary>
    /// <param name="sorted">One or more, rising.</param>
    /// <param name="basisPoints">Which: 8,000 is the 80th.</param>
    public static Rational Of(IReadOnlyList<Rational> sorted, int basisPoints)
    {
        var (place, part) = Math.DivRem((long)(sorted.Count - 1) * basisPoints, Whole);
        var low = sorted[(int)place];
        return part is 0 ? low : Rational.Between(low, sorted[(int)place + 1], part, Whole);
    }

    /// <summary>The percentile of sorted whole values.</summary>
    /// <param name="sorted">One or more, rising.</param>
    /// <param name="basisPoints">Which: 8,000 is the 80th.</param>
    public static Rational Of(IReadOnlyList<long> sorted, int basisPoints) => At(sorted, (long)(sorted.Count - 1) * basisPoints, Whole);

    /// <summary>The value at a place between the first (0) and the last of sorted whole values.</summary>
    /// <param name="sorted">One or more, rising.</param>
    /// <param name="numerator">The place, above the line.</param>
    /// <param name="denominator">The place, below the line.</param>
    public static Rational At(IReadOnlyList<long> sorted, Int128 numerator, Int128 denominator)
    {
        var place = (int)(numerator / denominator);
        var part = numerator % denominator;
        return part == 0
            ? Rational.Of(sorted[place])
            : Rational.Between(Rational.Of(sorted[place]), Rational.Of(sorted[place + 1]), part, denominator);
    }
}
