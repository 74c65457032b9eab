using PersonalBudgets.Allocation.Calibrations;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>Samples of points and costs.</summary>
internal static class Samples
{
    /// <summary>Sample S of DOMAIN 7.3: points and pounds a year.</summary>
    public static readonly (int Points, long Pounds)[] S =
        [(20, 2_600), (30, 4_500), (35, 6_125), (40, 6_000), (45, 9_000), (50, 9_500), (60, 13_200), (70, 14_000), (80, 20_000), (90, 24_750)];

    public static PricedCase[] Cases(IEnumerable<(int Points, long Pounds)> sample) => [.. sample.Select(one => new PricedCase(one.Points * 10_000L, one.Pounds * 100, 0))];
}
