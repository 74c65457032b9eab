using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 0, A1: over-commitment is flagged, a forecast alert is raised.</summary>
public sealed class Watching_a_fund
{
    private static FundPositionRow Fund(long approved, long paid, long toCome, long committed = 0) =>
        new(Guid.Empty, "QNX", 2026, "GENERAL", approved, committed, 0, "10000,9000", 0, paid, toCome);

    private static WatchRow Seen(FundMeasure measure, int basisPoints, bool isAbove = true) =>
        new(Guid.Empty, measure is FundMeasure.Forecast ? "FORECAST" : "COMMITTED", basisPoints, isAbove);

    [Theory]
    [InlineData(90, 100, 9_000, false)]
    [InlineData(91, 100, 9_000, true)]
    [InlineData(0, 0, 9_000, false)]
    [InlineData(1, 0, 10_000, true)]
    [InlineData(long.MaxValue, long.MaxValue, 10_000, false)]
    public void passes_a_threshold_above_it_and_not_at_it(long pence, long approved, int basisPoints, bool isPassed) =>
        Assert.Equal(isPassed, Threshold.IsPassed(pence, approved, basisPoints));

    [Fact]
    public void raises_each_threshold_that_a_forecast_passes_and_what_is_committed_beyond_the_approval() =>
        Assert.Equal(
            [(FundMeasure.Forecast, 9_000, true, 101L), (FundMeasure.Forecast, 10_000, true, 101), (FundMeasure.Committed, 10_000, true, 120)],
            Threshold.Crossed(Fund(100, 60, 41, 120), []).Select(threshold => (threshold.Measure, threshold.BasisPoints, threshold.IsAbove, threshold.FigurePence)));

    [Fact]
    public void raises_nothing_twice() =>
        Assert.Empty(Threshold.Crossed(Fund(100, 95, 0), [Seen(FundMeasure.Forecast, 9_000), Seen(FundMeasure.Forecast, 10_000, isAbove: false)]));

    [Fact]
    public void tells_when_a_forecast_comes_back() =>
        Assert.Equal(
            [(9_000, false)],
            Threshold.Crossed(Fund(100, 90, 0), [Seen(FundMeasure.Forecast, 9_000)]).Select(threshold => (threshold.BasisPoints, threshold.IsAbove)));

    [Theory]
    [InlineData("2026-04-01", 1)]
    [InlineData("2026-12-31", 9)]
    [InlineData("2027-01-01", 10)]
    [InlineData("2027-03-31", 12)]
    public void knows_the_period_of_a_day(string day, int period)
    {
        Assert.Equal(period, FinancialYear.PeriodOf(DateOnly.Parse(day)));
        Assert.True(DateOnly.Parse(day) <= FinancialYear.LastDayOf(2026, period));
    }
}
