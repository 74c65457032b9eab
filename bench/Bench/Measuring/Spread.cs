namespace PersonalBudgets.Bench.Measuring;

/// <summary>What several rounds came to: the middle one, and how far they lie apart.</summary>
/// <param name="Median">Of an even number of values the mean of the two in the middle.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Most">The largest value.</param>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    /// <summary>The spread of one value or more.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Spread(Quantile(sorted, 0.5), sorted[0], sorted[^1]);
    }

    /// <summary>The value below which this share of the sorted values lies, interpolated between neighbours.</summary>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Count, nameof(sorted));
        var place = share * (sorted.Count - 1);
        var (below, above) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
