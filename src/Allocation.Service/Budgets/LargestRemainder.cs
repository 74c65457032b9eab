namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Divides pence so that the parts add up: pennies left over go to the largest remainders, ties to the earlier (DOMAIN, conventions).</summary>
internal static class LargestRemainder
{
    /// <summary>Basis points in a whole.</summary>
    public const int Whole = 10_000;

    /// <summary>The parts of an amount.</summary>
    /// <param name="pence">0 or more.</param>
    /// <param name="basisPoints">Each 0 or more, together 10,000.</param>
    public static IReadOnlyList<long> Split(long pence, IReadOnlyList<int> basisPoints)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pence);
        if (basisPoints.Any(share => share < 0) || basisPoints.Sum(share => (long)share) != Whole)
            throw new ArgumentException("Shares are 0 or more and make 10,000 basis points together.", nameof(basisPoints));

        return SplitByWeight(pence, [.. basisPoints.Select(share => (long)share)]);
    }

    /// <summary>The parts of an amount, in proportion to weights.</summary>
    /// <param name="pence">0 or more.</param>
    /// <param name="weights">Each 0 or more, together more than 0.</param>
    public static IReadOnlyList<long> SplitByWeight(long pence, IReadOnlyList<long> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pence);
        var whole = weights.Aggregate(Int128.Zero, (sum, weight) => sum + weight);
        if (whole <= 0 || weights.Any(weight => weight < 0))
            throw new ArgumentException("Weights are 0 or more, and one of them is more.", nameof(weights));

        var parts = new long[weights.Count];
        var remainders = new Int128[weights.Count];
        for (var index = 0; index < parts.Length; index++)
        {
            var (part, remainder) = Int128.DivRem((Int128)pence * weights[index], whole);
            parts[index] = (long)part;
            remainders[index] = remainder;
        }

        // The sort is stable: of equal remainders the earlier comes first.
        var left = (int)(pence - parts.Sum());
        foreach (var index in Enumerable.Range(0, parts.Length).OrderByDescending(index => remainders[index]).Take(left))
            parts[index]++;
        return parts;
    }
}
