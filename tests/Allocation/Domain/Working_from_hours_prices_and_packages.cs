using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Domain.Models;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 7.1-7.3, methods M5, M6 and M7.</summary>
public sealed class Working_from_hours_prices_and_packages
{
    private static AllocationComponent Explain(AllocationModel model, AssessedNeeds needs) => CompiledModel.For(model).Explain([LegalBasis.CareAct], needs);

    private static Need Measured(string domain, int minutes, int twoCarerMinutes = 0, CarerContribution carer = CarerContribution.Unspecified)
    {
        var need = Need(domain, 1, carer: carer);
        (need.WeeklyMinutes, need.TwoCarerMinutes) = (minutes, twoCarerMinutes);
        return need;
    }

    private static (string, object) Gap(AllocationModel model, AssessedNeeds needs)
    {
        var refusal = Assert.Throws<Refusal>(() => Explain(model, needs));
        return (refusal.Reason, refusal.Metadata.GetValueOrDefault("about", ""));
    }

    [Fact]
    public void hours_of_the_table_are_paid_at_the_rate_of_their_domain()
    {
        var component = Explain(Hours(), new AssessedNeeds([Need("CARING", 3), Need("NIGHT", 2, carer: CarerContribution.Some)]));

        // 3 h x 18.00 + 2 h x 24.00 x 0.75 = 90.00 a week.
        Assert.Equal((468_000, 9_000), (component.AnnualPence, component.WeeklyPence));
        Assert.Equal(
            [("ASSISTANT", 180, 10_000, 1_800L, 5_400L), ("AGENCY", 120, 7_500, 2_400L, 3_600L)],
            component.HoursSteps.Select(step => (step.Category, step.WeeklyMinutes, step.FactorBasisPoints, step.HourlyPence, step.WeeklyPence)));
    }

    [Fact]
    public void minutes_that_were_measured_count_before_the_table_unless_the_model_counts_the_table_alone()
    {
        var table = Hours();
        table.NeedsToHours.MinutesSource = MinutesSource.Table;

        // 150 minutes and 30 of a second carer: 3 h x 18.00.
        var measured = Explain(Hours(), new AssessedNeeds([Measured("CARING", 150, 30)]));
        Assert.Equal((5_400, 30, true), (measured.WeeklyPence, measured.HoursSteps[0].TwoCarerMinutes, measured.HoursSteps[0].Measured));
        Assert.Equal(1_800, Explain(table, new AssessedNeeds([Measured("CARING", 150)])).WeeklyPence);
    }

    [Fact]
    public void what_makes_help_take_longer_is_added_up_in_the_domains_that_it_changes()
    {
        var circumstances = new Circumstances { Adjustments = { "HOIST", "MEMORY" } };

        var component = Explain(Hours(), new AssessedNeeds([Measured("CARING", 60), Measured("NIGHT", 60)], circumstances));

        Assert.Equal([(1_000, 1_980L), (3_500, 3_240L)], component.HoursSteps.Select(step => (step.AdjustmentBasisPoints, step.WeeklyPence)));
    }

    [Fact]
    public void nights_presence_breaks_and_where_the_person_lives_come_beside_the_needs()
    {
        var circumstances = new Circumstances
        {
            NightSupport = NightSupport.Sleeping, NightsPerWeek = 2, LongestAloneMinutes = 90, RespiteNightsPerYear = 14, LivingSituation = LivingSituation.Alone,
        };

        var component = Explain(Hours(), new AssessedNeeds([], circumstances));

        Assert.Equal(
            [(SupportKind.Night, 988_000L), (SupportKind.Presence, 1_872_000), (SupportKind.Respite, 203_000), (SupportKind.LivingSituation, 50_000)],
            component.SupportSteps.Select(step => (step.Kind, step.AnnualPence)));
        Assert.Equal(3_113_000, component.AnnualPence);
    }

    [Theory]
    [InlineData(true, 0, 9_360_000)]
    [InlineData(false, 120, 1_872_000)]
    [InlineData(false, 121, 0)]
    [InlineData(false, 0, 0)]
    public void presence_follows_the_time_that_a_person_can_be_alone(bool never, int longest, long pence) => Assert.Equal(
        pence, Explain(Hours(), new AssessedNeeds([], new Circumstances { CannotBeLeftAlone = never, LongestAloneMinutes = longest })).AnnualPence);

    [Fact]
    public void where_a_person_lives_caps_hours_and_nights_before_the_top_slice()
    {
        var model = Hours();
        model.TopSliceBasisPoints = 1_000;

        var component = Explain(model, new AssessedNeeds([Need("CARING", 4)], new Circumstances { LivingSituation = LivingSituation.SupportedLiving, NightSupport = NightSupport.Sleeping, NightsPerWeek = 1 }));

        Assert.Equal(360_000, component.AnnualPence);
        Assert.Equal(
            [(AmountStepKind.Method, 868_400L), (AmountStepKind.LivingSituationCap, 400_000), (AmountStepKind.TopSlice, 360_000)],
            component.AmountSteps.Select(step => (step.Kind, step.Pence)));
    }

    [Fact]
    public void a_year_may_have_365_days()
    {
        var model = Hours();
        model.AnnualFactor = AnnualFactor.Days365;

        // 7.00 a week is 365.00 a year.
        model.NeedsToHours.HourlyRates[0].HourlyPence = 700;
        Assert.Equal(36_500, Explain(model, new AssessedNeeds([Need("CARING", 1)])).AnnualPence);
    }

    [Fact]
    public void fractions_of_hours_are_rounded_once()
    {
        var model = Hours();
        model.NeedsToHours.HourlyRates[0].HourlyPence = 1;

        // 10 minutes at a penny an hour, twice: a third of a penny a week, 17.33 a year.
        Assert.Equal(17, Explain(model, new AssessedNeeds([Measured("CARING", 10), Measured("RELATIONSHIPS", 10)])).AnnualPence);
    }

    [Fact]
    public void hours_are_never_guessed()
    {
        Assert.Equal(("NEED_NOT_IN_MODEL", ""), Gap(Hours(), new AssessedNeeds([Need("CARING", 9)])));
        Assert.Equal(("NEED_NOT_IN_MODEL", ""), Gap(Hours(), new AssessedNeeds([Measured("WITHOUT_A_RATE", 60)])));
        Assert.Equal(("NOT_IN_MODEL", "ADJUSTMENT"), Gap(Hours(), new AssessedNeeds([], new Circumstances { Adjustments = { "MEMORY", "STAIRS" } })));
        Assert.Equal(("NOT_IN_MODEL", "NIGHT_SUPPORT"), Gap(Hours(), new AssessedNeeds([], new Circumstances { NightSupport = NightSupport.Waking, NightsPerWeek = 1 })));
        var bare = Hours();
        bare.NeedsToHours.PresenceSteps.Clear();
        bare.NeedsToHours.RespiteNightPence = 0;
        Assert.Equal(("NOT_IN_MODEL", "PRESENCE"), Gap(bare, new AssessedNeeds([], new Circumstances { CannotBeLeftAlone = true })));
        Assert.Equal(("NOT_IN_MODEL", "RESPITE"), Gap(bare, new AssessedNeeds([], new Circumstances { RespiteNightsPerYear = 1 })));
    }

    [Fact]
    public void R7_gives_1251_95_of_cluster_12_at_9_80_a_day_when_35_percent_can_be_directed()
    {
        var component = Explain(SetByCluster(), new AssessedNeeds([], Cluster: "12"));

        Assert.Equal((125_195, "12", 3_500), (component.AnnualPence, component.SetPrice.Cluster, component.SetPrice.PersonalisableBasisPoints));
    }

    [Fact]
    public void a_pathway_has_a_price_as_well()
    {
        var model = SetByCluster();
        model.SetBudget.Prices.Clear();
        model.SetBudget.Prices.Add(new SetPrice { Pathway = "EARLY_INTERVENTION", DailyPence = 100, PersonalisableBasisPoints = 10_000 });

        Assert.Equal(36_500, Explain(model, new AssessedNeeds([], Cluster: "12", Pathway: "EARLY_INTERVENTION")).AnnualPence);
        Assert.Equal(("NOT_IN_MODEL", "PATHWAY"), Gap(model, new AssessedNeeds([], Pathway: "RECOVERY")));
    }

    [Fact]
    public void a_cluster_without_a_price_is_refused_without_naming_it()
    {
        var refusal = Assert.Throws<Refusal>(() => Explain(SetByCluster(), new AssessedNeeds([], Cluster: "13")));

        Assert.Equal(("NOT_IN_MODEL", "CLUSTER", ""), (refusal.Reason, refusal.Metadata["about"], refusal.Metadata["code"]));
        Assert.Equal(("NOT_IN_MODEL", "CLUSTER"), Gap(SetByCluster(), new AssessedNeeds([])));
    }

    [Fact]
    public void an_amount_that_is_paid_once_is_no_amount_a_year()
    {
        var model = SetByCluster();
        model.SetBudget = new SetBudget { OneOffPence = 30_000 };
        model.CapPence = 25_000;

        var component = Explain(model, new AssessedNeeds([]));

        Assert.Equal((25_000, 0, 0), (component.OneOffPence, component.AnnualPence, component.WeeklyPence));
        Assert.Equal(new Figure(0, 25_000, null), CompiledModel.For(model).Calculate(new AssessedNeeds([])));
    }

    [Fact]
    public void a_conventional_package_is_priced_line_by_line_with_what_comes_on_top()
    {
        var component = Explain(Package(), new AssessedNeeds([], Package: [Line("DAY_CENTRE_DAY", 250), Line("ASSISTANT_HOUR", 800)]));

        // 2.5 x 52.00 + 8 x 14.00 x 1.23 = 130.00 + 137.76 a week.
        Assert.Equal((26_776, 1_392_352), (component.WeeklyPence, component.AnnualPence));
        Assert.Equal([("DAY_CENTRE_DAY", 13_000L), ("ASSISTANT_HOUR", 13_776)], component.PackageSteps.Select(step => (step.Service, step.WeeklyPence)));
    }

    [Fact]
    public void a_package_that_is_not_there_or_not_priced_is_refused()
    {
        Assert.Equal(("NOT_IN_MODEL", "PACKAGE"), Gap(Package(), new AssessedNeeds([Need("NIGHT", 1)])));
        Assert.Equal(("NOT_IN_MODEL", "SERVICE"), Gap(Package(), new AssessedNeeds([], Package: [Line("UNKNOWN", 100)])));
    }

    private static PackageLine Line(string service, int hundredths) => new() { Service = service, NeedType = NeedType.Health, WeeklyUnitsHundredths = hundredths };
}
