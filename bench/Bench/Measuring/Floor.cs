using System.Globalization;

namespace PersonalBudgets.Bench.Measuring;

/// <summary>What a figure is held to.</summary>
internal enum FloorKind
{
    /// <summary>Ours divided by the baseline is at least the limit.</summary>
    RatioAtLeast,

    /// <summary>Ours divided by the baseline is at most the limit.</summary>
    RatioAtMost,

    /// <summary>Ours alone is at most the limit, in the figure's unit.</summary>
    OursAtMost,
}

/// <summary>A limit that the median of the rounds must keep.</summary>
internal sealed record Floor(FloorKind Kind, double Limit)
{
    public static Floor RatioAtLeast(double limit) => new(FloorKind.RatioAtLeast, limit);

    public static Floor RatioAtMost(double limit) => new(FloorKind.RatioAtMost, limit);

    public static Floor OursAtMost(double limit) => new(FloorKind.OursAtMost, limit);

    /// <summary>Whether rounds with these medians keep it. What is no number keeps nothing.</summary>
    public bool Holds(double ours, double ratio) => Kind switch
    {
        FloorKind.RatioAtLeast => ratio >= Limit,
        FloorKind.RatioAtMost => ratio <= Limit,
        _ => ours <= Limit,
    };

    public override string ToString() => Kind switch
    {
        FloorKind.RatioAtLeast => string.Create(CultureInfo.InvariantCulture, $"ratio >= {Limit}"),
        FloorKind.RatioAtMost => string.Create(CultureInfo.InvariantCulture, $"ratio <= {Limit}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"ours <= {Limit}"),
    };
}
