using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Domain.Models;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 7.1-7.3, methods M1 and M4.</summary>
public sealed class Working_out_an_indicative_budget
{
    private static AllocationComponent Calculate(AllocationModel model, params Need[] needs) => CompiledModel.For(model).Explain([LegalBasis.CareAct], new AssessedNeeds(needs));

    private static long OfPoints(AllocationModel model, int points) => Calculate(model.With("VECTOR", 1, points), Need("VECTOR", 1)).AnnualPence;

    [Fact]
    public void R1_gives_7300_00_for_40_points_at_182_50() => Assert.Equal(730_000, OfPoints(Linear(), 40));

    [Theory]
    [InlineData(50, 950_000)]
    [InlineData(73, 2_015_000)]
    [InlineData(0, 0)]
    [InlineData(20, 200_000)]
    [InlineData(100, 4_000_000)]
    public void R5_goes_along_the_line_between_two_points_of_the_curve(int points, long pence) => Assert.Equal(pence, OfPoints(Curve(), points));

    [Fact]
    public void R10_never_goes_beyond_the_curve()
    {
        var refusal = Assert.Throws<Refusal>(() => OfPoints(Curve(), 101));

        Assert.Equal("OUT_OF_RANGE", refusal.Reason);
        Assert.Equal("1010000", refusal.Metadata["ten_thousandths_of_points"]);
        var above = Linear();
        above.Method = AllocationMethod.LookupCurve;
        above.Curve.Add([new CurvePoint { Points = 20 }, new CurvePoint { Points = 30, AnnualPence = 100 }]);
        Assert.Equal("OUT_OF_RANGE", Assert.Throws<Refusal>(() => OfPoints(above, 19)).Reason);
    }

    [Theory]
    [InlineData(CarerContribution.Unspecified, 10_000, 300_000)]
    [InlineData(CarerContribution.None, 10_000, 300_000)]
    [InlineData(CarerContribution.Some, 7_500, 225_000)]
    [InlineData(CarerContribution.Most, 5_000, 150_000)]
    [InlineData(CarerContribution.All, 0, 0)]
    public void counts_what_a_carer_leaves_of_each_need_by_itself(CarerContribution carer, int factor, long tenThousandths)
    {
        var component = Calculate(Linear(), Need("NIGHT", 3, carer: carer), Need("CARING", 1));

        Assert.Equal((30, factor, tenThousandths), (component.Steps[0].Points, component.Steps[0].FactorBasisPoints, component.Steps[0].TenThousandthsOfPoints));
        Assert.Equal(tenThousandths + 100_000, component.TenThousandthsOfPoints);
        Assert.Equal((tenThousandths + 100_000) * 18_250 / 10_000, component.AnnualPence);
    }

    [Fact]
    public void rounds_half_up_once_at_the_end_and_never_between()
    {
        // Two needs of 3 points, a carer leaving three quarters: 2.25 points each; at 1 penny 4.5, rounded once to 5 and not 2 + 2.
        var model = Linear(pricePence: 1).With("VECTOR", 1, 3).With("OTHER", 1, 3);

        Assert.Equal(5, Calculate(model, Need("VECTOR", 1, carer: CarerContribution.Some), Need("OTHER", 1, carer: CarerContribution.Some)).AnnualPence);
    }

    [Fact]
    public void is_refused_for_a_need_that_the_model_does_not_know()
    {
        var refusal = Assert.Throws<Refusal>(() => Calculate(Linear(), Need("NIGHT", 1), Need("NIGHT", 9)));

        Assert.Equal(("NEED_NOT_IN_MODEL", "NIGHT", "9"), (refusal.Reason, refusal.Metadata["domain"], refusal.Metadata["level"]));
    }

    [Fact]
    public void bears_the_largest_numbers_that_the_contract_lets_in()
    {
        var model = Linear(pricePence: 100_000_000_000);
        model.DomainPoints.Clear();
        var needs = Enumerable.Range(0, 50).Select(index => Need($"D{index}", 1)).ToArray();
        foreach (var need in needs)
            model.With(need.Domain, 1, 10_000);

        Assert.Equal(50_000_000_000_000_000, Calculate(model, needs).AnnualPence);
    }

    [Fact]
    public void keeps_the_steps_that_add_up_to_its_points()
    {
        var component = Calculate(Curve(), Need("NIGHT", 2), Need("RELATIONSHIPS", 1, carer: CarerContribution.Most));

        Assert.Equal(component.TenThousandthsOfPoints, component.Steps.Sum(step => step.TenThousandthsOfPoints));
        Assert.Equal([("NIGHT", 2), ("RELATIONSHIPS", 1)], component.Steps.Select(step => (step.Domain, step.Level)));
    }

    [Fact]
    public void never_gives_less_for_more_points_and_is_exact_for_all_of_them()
    {
        var model = Curve().With("VECTOR", 1, 1);
        Prop.ForAll(Gen.Choose(0, 99).ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), (points, left) =>
        {
            var curve = Curve().With("VECTOR", 1, points).With("PART", 1, 1);
            curve.CarerFactors.Some = left;
            var component = Calculate(curve, Need("VECTOR", 1), Need("PART", 1, carer: CarerContribution.Some));

            var above = curve.Curve.First(point => point.Points * 10_000L >= component.TenThousandthsOfPoints && point.Points > 0);
            var below = curve.Curve[curve.Curve.IndexOf(above) - 1];
            var width = new BigInteger(above.Points - below.Points) * 10_000;
            var exact = (below.AnnualPence * width) + ((above.AnnualPence - below.AnnualPence) * (component.TenThousandthsOfPoints - (below.Points * 10_000L)));
            return component.AnnualPence == (exact + (width / 2)) / width && component.AnnualPence >= Calculate(curve, Need("VECTOR", 1)).AnnualPence;
        }).QuickCheckThrowOnFailure();
        Assert.Equal(10_000, Calculate(model, Need("VECTOR", 1)).AnnualPence);
    }
}
