using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Calibrations;
using PersonalBudgets.Allocation.Shifts;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 7.2 and 7.3, R2.</summary>
public sealed class Calibrating_a_price
{
    [Theory]
    [InlineData(8_000, 22_600)]
    [InlineData(5_000, 19_500)]
    [InlineData(7_000, 20_600)]
    [InlineData(0, 13_000)]
    [InlineData(10_000, 27_500)]
    public void R2_takes_the_percentile_of_what_a_point_cost(int percentile, long pence)
    {
        var price = CalibratedPrice.Of(Samples.Cases(Samples.S), percentile);

        Assert.Equal(pence, price.HalfUp());
        Assert.Equal(0, price.CompareTo(Rational.Of(pence)));
    }

    [Fact]
    public void keeps_every_fraction_until_the_end()
    {
        PricedCase[] thirds = [new(30_000, 100, 0), new(70_000, 100, 0)];

        var price = CalibratedPrice.Of(thirds, 5_000);

        // Half way between 100/7 and 100/3: 500/21.
        Assert.Equal(0, price.CompareTo(new Rational(500, 21)));
    }

    [Fact]
    public void holds_the_largest_costs_and_points_there_can_be()
    {
        PricedCase[] large = [new(1_000_000_000, 100_000_000_000, 0), new(999_999_999, 99_999_999_999, 0)];

        Assert.Equal(1_000_000, CalibratedPrice.Of(large, 3_333).HalfUp());
    }

    [Theory]
    [InlineData(5, 2, 3)]
    [InlineData(-5, 2, -2)]
    [InlineData(-7, 4, -2)]
    [InlineData(-5, 4, -1)]
    [InlineData(4, 3, 1)]
    [InlineData(-6, 2, -3)]
    public void rounds_halves_up(int numerator, int denominator, long rounded) =>
        Assert.Equal(rounded, new Rational(numerator, denominator).HalfUp());

    [Fact]
    public void gives_no_less_at_a_higher_percentile() => Prop.ForAll(
        (from costs in Gen.NonEmptyListOf(Gen.Choose(0, 10_000_000))
         from points in Gen.ListOf(Gen.Choose(1, 2_000_000), costs.Count)
         from low in Gen.Choose(0, 10_000)
         from high in Gen.Choose(low, 10_000)
         select (Cases: costs.Zip(points, (cost, point) => new PricedCase(point, cost, 0)).ToArray(), Low: low, High: high)).ToArbitrary(),
        sample => CalibratedPrice.Of(sample.Cases, sample.Low).CompareTo(CalibratedPrice.Of(sample.Cases, sample.High)) <= 0).QuickCheckThrowOnFailure();
}
