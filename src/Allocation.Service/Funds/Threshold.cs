using System.Globalization;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>Where one figure of a fund stands against one threshold.</summary>
/// <param name="Measure">The figure.</param>
/// <param name="BasisPoints">The threshold, of what is approved.</param>
/// <param name="IsAbove">The figure is above it.</param>
/// <param name="FigurePence">The figure, in pence.</param>
internal sealed record Threshold(FundMeasure Measure, int BasisPoints, bool IsAbove, long FigurePence)
{
    /// <summary>Whether a figure is above a share of what is approved: exactly that share is not.</summary>
    public static bool IsPassed(long pence, long approvedPence, int basisPoints) =>
        (Int128)pence * LargestRemainder.Whole > (Int128)approvedPence * basisPoints;

    /// <summary>The thresholds of a forecast as a row has them: basis points with commas between.</summary>
    public static IEnumerable<int> Read(string basisPoints) => basisPoints.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Every threshold of a fund: those of its forecast, and what is approved for what is committed.</summary>
    public static IEnumerable<Threshold> Of(FundPositionRow fund) =>
    [
        .. Read(fund.AlertBasisPoints).Order().Select(basisPoints => Of(FundMeasure.Forecast, basisPoints, fund.ForecastPence, fund.ApprovedPence)),
        Of(FundMeasure.Committed, FundDefaults.Approved, fund.CommittedPence, fund.ApprovedPence),
    ];

    /// <summary>Those that were last seen on the other side. What was never seen was below.</summary>
    public static IReadOnlyList<Threshold> Crossed(FundPositionRow fund, IEnumerable<WatchRow> seen)
    {
        var above = seen.Where(row => row.IsAbove).Select(row => (row.Measure, row.BasisPoints)).ToHashSet();
        return [.. Of(fund).Where(threshold => threshold.IsAbove != above.Contains((threshold.Code, threshold.BasisPoints)))];
    }

    /// <summary>The code of the figure.</summary>
    public string Code => Contracts.Codes.Code(Measure);

    private static Threshold Of(FundMeasure measure, int basisPoints, long pence, long approvedPence) =>
        new(measure, basisPoints, IsPassed(pence, approvedPence, basisPoints), pence);
}

/// <summary>On which side of a threshold a fund was last seen.</summary>
internal sealed record WatchRow(Guid FundId, string Measure, int BasisPoints, bool IsAbove);
