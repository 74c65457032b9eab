using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Tests;

public sealed class Several_rounds
{
    [Theory]
    [InlineData(new double[] { 3 }, 3, 3, 3)]
    [InlineData(new double[] { 9, 1, 4 }, 4, 1, 9)]
    [InlineData(new double[] { 8, 2, 4, 6 }, 5, 2, 8)]
    public void come_to_a_median_and_a_range(double[] values, double median, double least, double most) =>
        Assert.Equal(new Spread(median, least, most), Spread.Of(values));

    [Fact]
    public void come_to_nothing_where_there_are_none() => Assert.Throws<ArgumentOutOfRangeException>(() => Spread.Of([]));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.5, 30)]
    [InlineData(0.99, 49.6)]
    [InlineData(1, 50)]
    public void have_quantiles_between_neighbours(double share, double value) => Assert.Equal(value, Spread.Quantile([10, 20, 30, 40, 50], share), 9);

    [Fact]
    public void are_compared_side_by_side()
    {
        // The medians alone, 20 and 10, would make it 2: but in no round but the last was ours twice as fast.
        var row = new Row(new Figure("speed", "1/s"), [10, 20, 30], [10, 40, 5]);

        Assert.Equal([1, 0.5, 6], row.Ratios);
        Assert.Equal(1, Spread.Of(row.Ratios).Median);
    }
}
