using PersonalBudgets.Allocation.AllocationModels;
using PersonalBudgets.Allocation.V1;
using static PersonalBudgets.Allocation.Tests.Domain.Models;

namespace PersonalBudgets.Allocation.Tests.Domain;

public sealed class Drafting_a_model
{
    private static IEnumerable<(string, string)> Faults(AllocationModel model) => ModelChecks.Faults(model).Select(fault => (fault.FieldPath, fault.Reason));

    [Fact]
    public void is_possible_by_every_method()
    {
        foreach (var model in new[] { Linear(), Banded(), Calibrated(), Curve(), Hours(), SetByCluster(), Package() })
            Assert.Empty(Faults(model));
    }

    [Theory]
    [InlineData(AllocationMethod.Linear, "domain_points carer_factors price_per_point_pence")]
    [InlineData(AllocationMethod.Bands, "domain_points carer_factors bands")]
    [InlineData(AllocationMethod.CalibratedPrice, "domain_points carer_factors price_per_point_pence percentile_basis_points sample")]
    [InlineData(AllocationMethod.LookupCurve, "domain_points carer_factors curve")]
    [InlineData(AllocationMethod.NeedsToHours, "carer_factors needs_to_hours")]
    [InlineData(AllocationMethod.SetBudget, "set_budget")]
    [InlineData(AllocationMethod.ConventionalPackage, "service_rates")]
    public void is_refused_without_what_its_method_needs(AllocationMethod method, string fields) => Assert.Equal(
        fields.Split(' ').Select(field => ($"allocation_model.{field}", "REQUIRED")), Faults(new AllocationModel { Method = method }));

    [Fact]
    public void is_refused_with_what_its_method_does_not_use()
    {
        var model = SetByCluster();
        model.MergeFrom(new AllocationModel
        {
            CarerFactors = new CarerFactors(), PercentileBasisPoints = 1, Sample = Calibrated().Sample, Bands = { Banded().Bands },
            AffordabilityScale = new AffordabilityScale { BasisPoints = 10_000 }, NeedsToHours = Hours().NeedsToHours, ServiceRates = { Package().ServiceRates },
        });

        Assert.Equal(
            ["carer_factors", "bands", "percentile_basis_points", "sample", "affordability_scale", "needs_to_hours", "service_rates"],
            Faults(model).Where(fault => fault.Item2 is "NOT_OF_THIS_METHOD").Select(fault => fault.Item1["allocation_model.".Length..]));
    }

    [Fact]
    public void is_refused_when_bands_leave_a_gap_overlap_or_do_not_rise()
    {
        var model = Banded();
        model.Bands[1].FromPoints = 21;
        model.Bands[2].FromPoints = 39;
        model.Bands[2].AnnualPence = 1;
        model.Bands.Add(new Band { FromPoints = 100, ToPoints = 100, AnnualPence = 1 });

        Assert.Equal(
            [
                ("allocation_model.bands[1].from_points", "GAP"), ("allocation_model.bands[2].from_points", "OVERLAP"),
                ("allocation_model.bands[3].to_points", "NOT_RISING"), ("allocation_model.bands[2].annual_pence", "FALLING"),
            ],
            Faults(model));
    }

    [Fact]
    public void is_refused_when_a_scale_below_one_is_nobodys_decision()
    {
        var model = Calibrated();
        model.AffordabilityScale = new AffordabilityScale { BasisPoints = 9_999 };
        model.Sample.ToDate = "2024-03-31";
        var above = Calibrated();
        above.AffordabilityScale = new AffordabilityScale { BasisPoints = 10_000 };

        Assert.Equal(
            [
                ("allocation_model.sample.to_date", "BEFORE_START"), ("allocation_model.affordability_scale.reason", "REQUIRED"),
                ("allocation_model.affordability_scale.decided_by", "REQUIRED"), ("allocation_model.affordability_scale.decision_date", "REQUIRED"),
            ],
            Faults(model));
        Assert.Empty(Faults(above));
    }

    [Fact]
    public void is_refused_when_bounds_and_steps_of_tolerance_contradict_themselves()
    {
        var model = Linear();
        (model.MinimumPence, model.CapPence) = (101, 100);
        model.ToleranceSteps.Add(
        [
            new ToleranceStep { UpToBasisPoints = 500, Level = ApprovalLevel.TeamManager },
            new ToleranceStep { UpToBasisPoints = 500, Level = ApprovalLevel.Automatic },
            new ToleranceStep { UpToBasisPoints = 600, Level = ApprovalLevel.Panel },
        ]);

        Assert.Equal(
            [
                ("allocation_model.cap_pence", "BELOW_MINIMUM"), ("allocation_model.tolerance_steps[1].up_to_basis_points", "NOT_RISING"),
                ("allocation_model.tolerance_steps[1].level", "NOT_RISING"), ("allocation_model.tolerance_steps[2].level", "ENUM_NOT_IN"),
            ],
            Faults(model));
    }

    [Fact]
    public void is_refused_when_hours_have_no_rate_or_tables_contradict_themselves()
    {
        var model = Hours();
        var hours = model.NeedsToHours;
        hours.DomainRates.RemoveAt(2);
        hours.DomainMinutes.Add(new DomainMinutes { Domain = "NIGHT", Level = 1 });
        hours.NightRates.Add(hours.NightRates[0].Clone());
        hours.TimeAdjustments[0].Domains.Add("STAIRS");
        hours.PresenceSteps[1].LongestAloneMinutes = 0;
        hours.PresenceSteps[1].Category = "NURSE";
        var bare = Hours();
        bare.NeedsToHours.DomainMinutes.Clear();
        bare.NeedsToHours.MinutesSource = MinutesSource.Table;

        Assert.Equal(
            [
                ("domain_minutes[15]", "DUPLICATE"), ("night_rates[1]", "DUPLICATE"), ("presence_steps[1].longest_alone_minutes", "NOT_RISING"),
                ("presence_steps[1].category", "WITHOUT_RATE"),
                .. Enumerable.Range(10, 5).Select(index => ($"domain_minutes[{index}].domain", "WITHOUT_RATE")),
                ("time_adjustments[0].domains[1]", "WITHOUT_RATE"),
            ],
            Faults(model).Select(fault => (fault.Item1["allocation_model.needs_to_hours.".Length..], fault.Item2)));
        Assert.Equal([("allocation_model.needs_to_hours.domain_minutes", "REQUIRED")], Faults(bare));
    }

    [Fact]
    public void is_refused_when_a_set_budget_has_no_price_or_several_ways_to_one()
    {
        var none = SetByCluster();
        none.SetBudget = new SetBudget();
        var both = SetByCluster();
        both.SetBudget.OneOffPence = 1;
        both.SetBudget.Prices.Add(
        [
            new SetPrice { Cluster = "12", DailyPence = 1 }, new SetPrice { Pathway = "RECOVERY", DailyPence = 1 }, new SetPrice { DailyPence = 1 }, new SetPrice { Cluster = "9" },
        ]);

        Assert.Equal([("allocation_model.set_budget.prices", "REQUIRED")], Faults(none));
        Assert.Equal(
            [("one_off_pence", "ONE_WAY"), ("prices[2]", "ONE_WAY"), ("prices[3]", "ONE_WAY"), ("prices[4].cluster", "NOT_A_CLUSTER"), ("prices[1]", "DUPLICATE")],
            Faults(both).Select(fault => (fault.Item1["allocation_model.set_budget.".Length..], fault.Item2)));
    }

    [Fact]
    public void is_refused_without_the_data_of_its_method_or_with_those_of_another()
    {
        var linear = Linear(pricePence: 0);
        linear.Curve.Add(new CurvePoint());
        var curve = Curve();
        curve.PricePerPointPence = 1;
        curve.Curve.RemoveAt(5);
        var empty = Curve();
        empty.Curve.Clear();

        Assert.Equal([("allocation_model.price_per_point_pence", "REQUIRED"), ("allocation_model.curve", "NOT_OF_THIS_METHOD")], Faults(linear));
        Assert.Equal([("allocation_model.price_per_point_pence", "NOT_OF_THIS_METHOD")], Faults(curve));
        Assert.Equal([("allocation_model.curve", "REQUIRED")], Faults(empty));
    }

    [Fact]
    public void is_refused_when_the_curve_does_not_rise_or_the_money_falls()
    {
        var model = Curve();
        model.Curve[2].Points = 20;
        model.Curve[4].AnnualPence = 1;

        Assert.Equal([("allocation_model.curve[2].points", "NOT_RISING"), ("allocation_model.curve[4].annual_pence", "FALLING")], Faults(model));
    }

    [Fact]
    public void may_have_a_curve_that_stays_level()
    {
        var model = Curve();
        model.Curve[2].AnnualPence = model.Curve[1].AnnualPence;

        Assert.Empty(Faults(model));
    }

    [Fact]
    public void is_refused_when_a_domain_and_level_stand_twice_or_more_help_leaves_more()
    {
        var model = Linear().With("NIGHT", 1, 5);
        model.CarerFactors = new CarerFactors { Some = 5_000, Most = 6_000, All = 7_000 };

        Assert.Equal(
            [("allocation_model.domain_points[15]", "DUPLICATE"), ("allocation_model.carer_factors.most", "ABOVE_LESSER_HELP"), ("allocation_model.carer_factors.all", "ABOVE_LESSER_HELP")],
            Faults(model));
    }
}
