using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Domain.Models;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 7.1-7.3: what methods M1 to M4 have in common, M2 and M3.</summary>
public sealed class Working_from_points
{
    private static AllocationComponent Explain(AllocationModel model, params Need[] needs) =>
        CompiledModel.For(model).Explain([LegalBasis.CareAct], new AssessedNeeds(needs));

    private static AllocationComponent OfPoints(AllocationModel model, int points) => Explain(model.With("VECTOR", 1, points), Need("VECTOR", 1));

    [Fact]
    public void R1_tells_the_year_the_week_and_four_weeks_by_either_count_of_weeks()
    {
        var by52 = OfPoints(Linear(), 40);
        var model = Linear();
        model.AnnualFactor = AnnualFactor.Days365;
        var by365 = OfPoints(model, 40);

        Assert.Equal((730_000, 14_038, 56_154, AnnualFactor.Weeks52), (by52.AnnualPence, by52.WeeklyPence, by52.FourWeeklyPence, by52.AnnualFactor));
        Assert.Equal((730_000, 14_000, 56_000, AnnualFactor.Days365), (by365.AnnualPence, by365.WeeklyPence, by365.FourWeeklyPence, by365.AnnualFactor));
    }

    [Fact]
    public void R2_and_R3_take_the_calibrated_price_and_hold_the_top_slice_back()
    {
        var model = Calibrated();
        model.TopSliceBasisPoints = 1_000;

        var component = OfPoints(model, 45);

        Assert.Equal((915_300, 22_600), (component.AnnualPence, component.PricePerPointPence));
        Assert.Equal(
            [(AmountStepKind.Method, 0, 1_017_000), (AmountStepKind.TopSlice, 1_000, 915_300L)],
            component.AmountSteps.Select(step => (step.Kind, step.BasisPoints, step.Pence)));
    }

    [Fact]
    public void shows_a_scale_for_affordability_as_a_step_of_its_own()
    {
        var model = Calibrated();
        model.AffordabilityScale = new AffordabilityScale { BasisPoints = 9_600, Reason = "R", DecidedBy = "Board", DecisionDate = "2025-03-10" };
        model.TopSliceBasisPoints = 1_000;

        var component = OfPoints(model, 45);

        Assert.Equal(878_688, component.AnnualPence);
        Assert.Equal([AmountStepKind.Method, AmountStepKind.Affordability, AmountStepKind.TopSlice], component.AmountSteps.Select(step => step.Kind));
        Assert.Equal(9_600, component.AmountSteps[1].BasisPoints);
    }

    [Theory]
    [InlineData(0, 200_000, 0)]
    [InlineData(20, 200_000, 0)]
    [InlineData(21, 600_000, 20)]
    [InlineData(40, 600_000, 20)]
    [InlineData(100, 1_300_000, 40)]
    public void takes_the_first_band_that_the_points_lie_in_borders_included(int points, long pence, int from)
    {
        var component = OfPoints(Banded(), points);

        Assert.Equal((pence, from), (component.AnnualPence, component.Band.FromPoints));
    }

    [Fact]
    public void finds_a_band_for_the_parts_of_points_that_carers_leave()
    {
        // 41 points, of which a carer leaves a half: 20.5 lie above the first band's border.
        var component = Explain(Banded().With("VECTOR", 1, 41), Need("VECTOR", 1, carer: CarerContribution.Most));

        Assert.Equal((205_000, 600_000), (component.TenThousandthsOfPoints, component.AnnualPence));
    }

    [Fact]
    public void R10_never_goes_beyond_the_bands()
    {
        var above = Banded();
        above.Bands.RemoveAt(0);

        Assert.Equal("OUT_OF_RANGE", Assert.Throws<Refusal>(() => OfPoints(Banded(), 101)).Reason);
        Assert.Equal("OUT_OF_RANGE", Assert.Throws<Refusal>(() => OfPoints(above, 19)).Reason);
    }

    [Fact]
    public void tells_the_part_of_the_curve_that_it_went_along()
    {
        var segment = OfPoints(Curve(), 50).CurveSegment;

        Assert.Equal((40, 60), (segment.From.Points, segment.To.Points));
    }

    [Fact]
    public void takes_the_points_of_an_answer_that_the_form_scored_itself()
    {
        var scored = Need("NOT_IN_THE_TABLE", 7);
        scored.Points = 33;

        var step = Assert.Single(Explain(Linear(), scored).Steps);

        Assert.Equal((33, true, 330_000), (step.Points, step.ScoredByForm, step.TenThousandthsOfPoints));
        Assert.False(Assert.Single(Explain(Linear(), Need("NIGHT", 3)).Steps).ScoredByForm);
    }

    [Fact]
    public void leaves_in_some_domains_more_beside_a_carer_than_in_others()
    {
        var model = Linear();
        model.DomainCarerFactors.Add(new DomainCarerFactors { Domain = "NIGHT", CarerFactors = new CarerFactors { Some = 9_000, Most = 8_000, All = 7_000 } });

        var component = Explain(model, Need("NIGHT", 3, carer: CarerContribution.All), Need("CARING", 3, carer: CarerContribution.All));

        Assert.Equal([7_000, 0], component.Steps.Select(step => step.FactorBasisPoints));
    }

    [Fact]
    public void keeps_cap_and_minimum_whatever_the_needs()
    {
        var methods = new Func<AllocationModel>[] { () => Linear(), () => Banded(), () => Calibrated(), () => Curve() };
        Prop.ForAll(Gen.Choose(0, 3).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(1, 3_000_000).ToArbitrary(), (method, points, bound) =>
        {
            var model = methods[method]();
            (model.MinimumPence, model.CapPence, model.TopSliceBasisPoints) = (bound / 2, bound, bound % 2_000);

            var pence = OfPoints(model, points).AnnualPence;
            return model.MinimumPence <= pence && pence <= model.CapPence;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void never_gives_less_for_more_points_by_a_price_a_band_or_a_rising_curve()
    {
        var methods = new Func<AllocationModel>[] { () => Linear(), () => Banded(), () => Calibrated(), () => Curve() };
        Prop.ForAll(Gen.Choose(0, 3).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), (method, one, other) =>
            OfPoints(methods[method](), Math.Min(one, other)).AnnualPence <= OfPoints(methods[method](), Math.Max(one, other)).AnnualPence).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void rounds_once_after_the_top_slice()
    {
        // 3 points at 3 pence, a carer leaving a half, half held back: 4.5, then 2.25, which is 2; rounded between it would be 5, then 3.
        var model = Linear(pricePence: 3).With("VECTOR", 1, 3);
        model.TopSliceBasisPoints = 5_000;

        Assert.Equal(2, Explain(model, Need("VECTOR", 1, carer: CarerContribution.Most)).AnnualPence);
    }
}
