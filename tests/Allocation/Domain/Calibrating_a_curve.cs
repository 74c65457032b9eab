using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Calibrations;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 7.1, M4.</summary>
public sealed class Calibrating_a_curve
{
    private static IEnumerable<(int, long)> Text(IEnumerable<CurvePoint> curve) => curve.Select(point => (point.Points, point.AnnualPence));

    [Fact]
    public void pairs_each_rank_of_points_with_the_same_rank_of_costs()
    {
        var curve = FittedCurve.Of(Samples.Cases(Samples.S), 10, startsAtZero: false);

        // 35 points cost more than 40 in the sample; by rank they do not.
        Assert.Equal(
            [(20, 260_000L), (30, 450_000), (35, 600_000), (40, 612_500), (45, 900_000), (50, 950_000), (60, 1_320_000), (70, 1_400_000), (80, 2_000_000), (90, 2_475_000)],
            Text(curve));
    }

    [Fact]
    public void goes_along_the_line_between_ranks()
    {
        var curve = FittedCurve.Of(Samples.Cases(Samples.S), 3, startsAtZero: false);

        // The middle of 45 and 50 is 47.5, a curve's points are whole: 48 lies three fifths of the way from the rank of 45 to that of 50.
        Assert.Equal([(20, 260_000L), (48, 930_000), (90, 2_475_000)], Text(curve));
    }

    [Fact]
    public void can_begin_with_no_points_and_no_pence() =>
        Assert.Equal((0, 0L), Text(FittedCurve.Of(Samples.Cases(Samples.S), 5, startsAtZero: true)).First());

    [Fact]
    public void begins_at_zero_once_where_somebody_in_the_sample_has_no_points()
    {
        var curve = FittedCurve.Of(Samples.Cases([(0, 100), (10, 300)]), 2, startsAtZero: true);

        Assert.Equal([(0, 10_000L), (10, 30_000)], Text(curve));
    }

    [Fact]
    public void gives_many_cases_of_the_same_points_the_cost_in_their_middle()
    {
        var curve = FittedCurve.Of(Samples.Cases([(10, 100), (20, 200), (20, 300), (20, 700), (30, 900)]), 5, startsAtZero: false);

        Assert.Equal([(10, 10_000L), (20, 30_000), (30, 90_000)], Text(curve));
    }

    [Fact]
    public void reaches_every_case_whose_points_are_no_whole_number()
    {
        PricedCase[] cases = [new(105_000, 100, 0), new(207_500, 900, 0)];

        Assert.Equal([(10, 100L), (21, 900)], Text(FittedCurve.Of(cases, 2, startsAtZero: false)));
    }

    [Fact]
    public void is_monotone_and_covers_the_sample_whatever_the_sample() => Prop.ForAll(
        (from costs in Gen.NonEmptyListOf(Gen.Choose(0, 10_000_000))
         from points in Gen.ListOf(Gen.Choose(0, 2_000_000), costs.Count)
         from knots in Gen.Choose(2, 30)
         from zero in Gen.Elements(true, false)
         select (Cases: costs.Zip(points, (cost, point) => new PricedCase(point, cost, 0)).ToArray(), Knots: knots, Zero: zero)).ToArbitrary(),
        sample =>
        {
            var curve = FittedCurve.Of(sample.Cases, sample.Knots, sample.Zero);
            return curve.Zip(curve.Skip(1)).All(pair => pair.First.Points < pair.Second.Points && pair.First.AnnualPence <= pair.Second.AnnualPence)
                && curve.Count <= sample.Knots + 1
                && sample.Cases.All(one => curve[0].Points * 10_000L <= one.TenThousandthsOfPoints && one.TenThousandthsOfPoints <= curve[^1].Points * 10_000L);
        }).QuickCheckThrowOnFailure();
}
