using System.Numerics;
using FsCheck.Fluent;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;

namespace PersonalBudgets.Plans.Tests.Domain;

public sealed class Costing_a_line
{
    [Theory]
    [InlineData(Frequency.Once, 45_000, 0, 0, 45_000)]
    [InlineData(Frequency.Weekly, 3_000, 0, 156_000, 0)]
    [InlineData(Frequency.FourWeekly, 10_000, 0, 130_000, 0)]
    [InlineData(Frequency.Monthly, 1_799, 0, 21_588, 0)]
    [InlineData(Frequency.Annual, 7_500, 0, 7_500, 0)]
    [InlineData(Frequency.PerHourWeekly, 1_350, 150, 175_500, 0)]
    // DOMAIN 8.3, SP1: a personal assistant for eight hours a week at 18.25.
    [InlineData(Frequency.PerHourWeekly, 1_825, 480, 759_200, 0)]
    public void follows_the_conventions(Frequency frequency, long amount, int minutes, long annual, long oneOff) =>
        Assert.Equal(new Cost(annual, oneOff), Costing.Of(frequency, amount, minutes));

    [Theory]
    [InlineData(1, 15, 13)]
    // 52/60 of a penny goes up, 30 20/60 down.
    [InlineData(1, 1, 1)]
    [InlineData(1, 35, 30)]
    // 112.5 pence a week: rounded each week it would be 5,876 a year.
    [InlineData(150, 45, 5_850)]
    public void is_rounded_once_at_the_end(long rate, int minutes, long annual) =>
        Assert.Equal(annual, Costing.Of(Frequency.PerHourWeekly, rate, minutes).AnnualPence);

    [Fact]
    public void by_the_hour_is_the_nearest_penny_for_every_rate_and_duration() => Property.Check(
        from rate in Gen.Choose(1, int.MaxValue)
        from minutes in Gen.Choose(1, 10_080)
        select (rate, minutes),
        line =>
        {
            var exact = new BigInteger(line.rate) * line.minutes * 52;
            var twiceTheDistance = 2 * (60 * new BigInteger(Costing.Of(Frequency.PerHourWeekly, line.rate, line.minutes).AnnualPence) - exact);
            // Half up: never more than half a penny below, less than or equal to half a penny above.
            return twiceTheDistance > -60 && twiceTheDistance <= 60;
        });

    [Fact]
    public void by_the_hour_equals_by_the_week_for_whole_hours() => Property.Check(
        from rate in Gen.Choose(1, 100_000)
        from hours in Gen.Choose(1, 168)
        select (rate, hours),
        line => Costing.Of(Frequency.PerHourWeekly, line.rate, line.hours * 60) == Costing.Of(Frequency.Weekly, (long)line.rate * line.hours, 0));

    [Fact]
    public void does_not_overflow_within_the_contracts_limits() =>
        Assert.Equal(873_600_000_000_000, Costing.Of(Frequency.PerHourWeekly, 100_000_000_000, 10_080).AnnualPence);
}
