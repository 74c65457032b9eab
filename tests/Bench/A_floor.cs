using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Tests;

public sealed class A_floor
{
    [Theory]
    [InlineData(0.70, true)]
    [InlineData(0.69, false)]
    [InlineData(double.NaN, false)]
    public void of_at_least_a_ratio_holds_from_there_up(double ratio, bool holds) => Assert.Equal(holds, Floor.RatioAtLeast(0.7).Holds(1, ratio));

    [Theory]
    [InlineData(4.0, true)]
    [InlineData(4.1, false)]
    [InlineData(double.NaN, false)]
    public void of_at_most_a_ratio_holds_up_to_there(double ratio, bool holds) => Assert.Equal(holds, Floor.RatioAtMost(4).Holds(1, ratio));

    [Theory]
    [InlineData(15, true)]
    [InlineData(15.1, false)]
    public void of_ours_alone_does_not_ask_for_the_baseline(double ours, bool holds) => Assert.Equal(holds, Floor.OursAtMost(15).Holds(ours, double.NaN));

    [Fact]
    public void is_missed_by_the_median_and_not_by_one_bad_round()
    {
        var figure = new Figure("speed", "1/s", Floor.RatioAtLeast(0.5));

        Assert.True(new Row(figure, [9, 1, 8], [10, 10, 10]).Holds);
        Assert.False(new Row(figure, [1, 9, 2], [10, 10, 10]).Holds);
    }

    [Fact]
    public void that_is_not_there_gives_no_verdict() => Assert.Null(new Row(new Figure("CPU", "µs"), [1], [1]).Holds);
}
