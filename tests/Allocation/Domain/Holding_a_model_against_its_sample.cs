using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.Calibrations;
using PersonalBudgets.Allocation.Shifts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 7.2 and 7.3 on sample S.</summary>
public sealed class Holding_a_model_against_its_sample
{
    private static CalibrationSettings Settings(long budgetPence = 0, ScaleDecision? decision = null) => new()
    {
        Method = AllocationMethod.CalibratedPrice,
        PercentileBasisPoints = 8_000,
        BudgetPence = budgetPence,
        ScaleToBudget = budgetPence > 0,
        ScaleDecision = decision,
        FromDate = "2025-04-01",
        ToDate = "2026-03-31",
        Source = "Adult social care ledger",
    };

    private static ScaleDecision Decision => new() { Reason = "The grant was cut.", DecidedBy = "Cabinet", DecisionDate = "2026-02-10" };

    private static CompiledModel Modelled(CalibrationSettings settings)
    {
        var calibration = CalibratedModel.WorkOut(settings, Samples.Cases(Samples.S));
        return CompiledModel.For(CalibratedModel.Of(Models.Linear(), calibration));
    }

    private static BackTest Test(CalibrationSettings settings)
    {
        var (model, test) = (Modelled(settings), new BackTesting());
        foreach (var one in Samples.Cases(Samples.S))
            test.Add(one.Group, one.ActualPence, model.OfPoints(one.TenThousandthsOfPoints, out var pence) is null ? pence : null);
        return test.ToMessage(["MENTAL_HEALTH"], settings.BudgetPence);
    }

    [Theory]
    [InlineData(0, 1_017_000)]
    [InlineData(1_000, 915_300)]
    public void R3_gives_45_points_their_price_less_the_top_slice(int topSlice, long pence)
    {
        var settings = Settings();
        settings.TopSliceBasisPoints = topSlice;

        Assert.Null(Modelled(settings).OfPoints(450_000, out var figure));
        Assert.Equal(pence, figure);
    }

    [Fact]
    public void says_how_many_are_covered_and_what_all_of_it_comes_to()
    {
        var test = Test(Settings());

        Assert.Equal((10L, 8L, 8_000), (test.CaseCount, test.CoveredCount, test.CoveredBasisPoints));
        Assert.Equal((10_967_500L, 520 * 22_600L), (test.ActualPence, test.AllocatedPence));
        // The figure less the cost, from -4,410.00 (90 points) to 3,040.00 (40 points).
        Assert.Equal(
            [(500, -328_950L), (1_000, -216_900), (2_500, 56_250), (5_000, 179_250), (7_500, 189_500), (9_000, 235_600), (9_500, 269_800)],
            test.Differences.Select(difference => (difference.BasisPoints, difference.Pence)));
    }

    [Fact]
    public void does_not_tell_of_two_losers_by_a_client_group_that_is_everybody() =>
        Assert.True(Test(Settings()).ClientGroups is { Withheld: true, Groups.Count: 0 });

    [Fact]
    public void scales_to_the_budget_by_decision_and_stays_within_it()
    {
        var test = Test(Settings(10_000_000, Decision));

        // 100,000 of 117,520 pounds: 0.8509..., cut to basis points.
        Assert.Equal(8_509, CalibratedModel.WorkOut(Settings(10_000_000, Decision), Samples.Cases(Samples.S)).AffordabilityScale.BasisPoints);
        Assert.InRange(test.AllocatedPence, 9_990_000, 10_000_000);
        Assert.Equal(10_000_000 - test.AllocatedPence, test.BudgetDifferencePence);
    }

    [Fact]
    public void flags_a_scale_below_one_and_refuses_it_where_nobody_answers_for_it()
    {
        var decided = CalibratedModel.WorkOut(Settings(10_000_000, Decision), Samples.Cases(Samples.S));
        var above = CalibratedModel.WorkOut(Settings(12_000_000), Samples.Cases(Samples.S));
        var refusal = Assert.Throws<Refusal>(() => CalibratedModel.WorkOut(Settings(10_000_000), Samples.Cases(Samples.S)));

        Assert.True(decided.ScaledBelowNeeds);
        Assert.Equal(("The grant was cut.", "Cabinet", "2026-02-10"), (decided.AffordabilityScale.Reason, decided.AffordabilityScale.DecidedBy, decided.AffordabilityScale.DecisionDate));
        Assert.Equal((false, 10_211, ""), (above.ScaledBelowNeeds, above.AffordabilityScale.BasisPoints, above.AffordabilityScale.DecidedBy));
        Assert.Equal("SCALE_NOT_DECIDED", refusal.Reason);
    }

    [Theory]
    [InlineData(1, "SCALE_OUT_OF_RANGE")]
    [InlineData(100_000_000, "SCALE_OUT_OF_RANGE")]
    public void refuses_a_budget_that_is_no_scale_of_the_needs(long budget, string reason) => Assert.Equal(
        reason, Assert.Throws<Refusal>(() => CalibratedModel.WorkOut(Settings(budget, Decision), Samples.Cases(Samples.S))).Reason);

    [Fact]
    public void refuses_a_sample_that_makes_no_price_or_no_curve()
    {
        var curve = Settings();
        (curve.Method, curve.PercentileBasisPoints) = (AllocationMethod.LookupCurve, 0);

        Assert.Equal("SAMPLE_UNFIT", Assert.Throws<Refusal>(() => CalibratedModel.WorkOut(Settings(), Samples.Cases([(20, 0)]))).Reason);
        Assert.Equal("SAMPLE_UNFIT", Assert.Throws<Refusal>(() => CalibratedModel.WorkOut(curve, Samples.Cases([(20, 500), (20, 700)]))).Reason);
    }

    [Fact]
    public void keeps_the_bases_points_and_bounds_and_no_figures_of_its_method()
    {
        var settings = Settings();
        (settings.Method, settings.PercentileBasisPoints, settings.CurveRanks) = (AllocationMethod.LookupCurve, 0, 10);
        var before = Models.Linear();
        before.MinimumPence = 5_000;

        var model = CalibratedModel.Of(before, CalibratedModel.WorkOut(settings, Samples.Cases(Samples.S)));

        Assert.Equal((0L, 5_000L, before.DomainPoints), (model.PricePerPointPence, model.MinimumPence, model.DomainPoints));
        Assert.Empty(AllocationModels.ModelChecks.Faults(With(model)));

        static AllocationModel With(AllocationModel model)
        {
            model.Sample.People = 10;
            return model;
        }
    }

    [Fact]
    public void tells_client_groups_apart_and_withholds_the_small_one_with_its_neighbour()
    {
        var tally = new ShiftTally();
        foreach (var (group, people, after) in new[] { (0, 40, 110), (1, 8, 120), (2, 3, 120) })
        {
            for (var person = 0; person < people; person++)
                tally.Add(group, 100, after);
        }

        var told = tally.Groups(["OLDER", "MENTAL_HEALTH", "AUTISM"]);

        Assert.Equal([("AUTISM", true, 0L), ("MENTAL_HEALTH", true, 0), ("OLDER", false, 40)], told.Groups.Select(group => (group.Group, group.Withheld, group.PeopleCount)));
        Assert.Equal((40L, 0L, 0L, 4_000L, 4_400L), (told.Groups[2].GainingCount, told.Groups[2].LosingCount, told.Groups[2].UnchangedCount, told.Groups[2].BeforePence, told.Groups[2].AfterPence));
    }

    [Fact]
    public void tells_no_percentiles_of_five_people()
    {
        var tally = new ShiftTally();
        for (var person = 0; person < 5; person++)
            tally.Add(0, 100, 200);

        Assert.Empty(tally.Differences());
        tally.Add(0, 100, 200);
        Assert.Equal(7, tally.Differences().Count());
    }
}
