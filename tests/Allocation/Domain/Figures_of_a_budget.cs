using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>A year's figure in weeks and months, what a budget is made of, and who pays how much of it (DOMAIN, conventions; 7.3; 7.4; 8.3).</summary>
public sealed class Figures_of_a_budget
{
    private const string Board = "QNX", Council = "E10000011";

    private static readonly DateOnly Day = new(2026, 4, 6);

    private static readonly SplitTerms Terms = new(new Funders(Board, Council), new SplitSettings(), []);

    private static readonly BudgetComponentSettings NoPolicy = new() { ContingencyWeeks = 0 };

    [Theory]
    [InlineData(AnnualFactor.Days365, 14_000, 56_000)]
    [InlineData(AnnualFactor.Weeks52, 14_038, 56_154)]
    public void are_those_of_vector_R1(AnnualFactor factor, long weekly, long fourWeekly)
    {
        var budget = Budget(NoPolicy, 730_000, factor);

        Assert.Equal((weekly, fourWeekly, 60_833), (budget.WeeklyPence, budget.FourWeeklyPence, budget.MonthlyPence));
    }

    [Theory]
    [InlineData(AnnualFactor.Weeks52, 811_096, 67_591)]
    [InlineData(AnnualFactor.Days365, 813_324, 67_777)]
    public void are_those_of_vector_FA1(AnnualFactor factor, long annual, long monthly)
    {
        var budget = Budget(NoPolicy, annual, factor);

        Assert.Equal((15_598, 62_392, monthly), (budget.WeeklyPence, budget.FourWeeklyPence, budget.MonthlyPence));
    }

    [Theory]
    [InlineData(100_000, 0, ValueBand.Low)]
    [InlineData(100_001, 0, ValueBand.High)]
    [InlineData(0, 100_000, ValueBand.Low)]
    [InlineData(0, 100_001, ValueBand.High)]
    public void are_low_up_to_a_thousand_pounds(long annual, long once, ValueBand band) =>
        Assert.Equal(band, Issued(new BudgetComponentSettings(), Component(ModelKind.Social, annual, oneOff: once)).ValueBand);

    [Fact]
    public void have_a_component_for_each_local_policy_and_only_what_is_ongoing_makes_the_weeks()
    {
        var policy = new BudgetComponentSettings
        {
            StartUpPence = 50_000, EmploymentReserveBasisPoints = 500, SupportServiceFeePence = 26_000, CrisisReserveBasisPoints = 1_000, CommissionedServicesPence = 120_000,
        };

        var budget = Budget(policy, 730_000, AnnualFactor.Days365);

        Assert.Equal(
            [
                (BudgetComponentKind.Ongoing, 730_000), (BudgetComponentKind.OneOff, 50_000), (BudgetComponentKind.Contingency, 56_000),
                (BudgetComponentKind.EmploymentReserve, 36_500), (BudgetComponentKind.SupportServiceFee, 26_000), (BudgetComponentKind.CrisisReserve, 73_000),
                (BudgetComponentKind.NotionalValue, 120_000),
            ],
            budget.BudgetComponents.Select(component => (component.Kind, component.Pence)));
        Assert.Equal((14_000, 1_091_500), (budget.WeeklyPence, budget.FirstYearPence));
    }

    [Fact]
    public void have_a_contingency_by_a_part_where_that_is_the_policy()
    {
        var tenth = Budget(new BudgetComponentSettings { ContingencyBasisPoints = 1_000 }, 730_005, AnnualFactor.Weeks52);

        Assert.Equal(73_001, tenth.BudgetComponents.Single(component => component.Kind is BudgetComponentKind.Contingency).Pence);
    }

    [Fact]
    public void count_years_of_both_kinds_before_they_round()
    {
        var budget = Issued(NoPolicy, Component(ModelKind.Social, 100_000), Component(ModelKind.Health, 100_000, AnnualFactor.Days365));

        // 1923.0769 of the council and 1917.8082 of the board.
        Assert.Equal((3_841, 15_364), (budget.WeeklyPence, budget.FourWeeklyPence));
        Assert.Equal([(1_918L, 7_671L), (1_923, 7_693)], budget.Shares.Select(share => (share.WeeklyPence, share.FourWeeklyPence)));
    }

    [Fact]
    public void add_up_over_the_funders_for_all_amounts()
    {
        var cases =
            from social in Gen.Choose(0, 2_000_000)
            from health in Gen.Choose(0, 2_000_000)
            from once in Gen.Choose(0, 2_000)
            from figure in Gen.Choose(0, 2_000_000)
            from weights in Gen.Choose(0, 9).ArrayOf(6)
            select (social, health, once, figure, weights);
        Prop.ForAll(Arb.From(cases), drawn =>
        {
            var (social, health, once, figure, weights) = drawn;
            var budget = Of(Component(ModelKind.Social, social), Component(ModelKind.Health, health, AnnualFactor.Days365, once));
            budget.AnnualPence = figure;
            BudgetParts.Fill(
                budget,
                new FunderWeights([Board, Council, "QZZ"], [[weights[0], weights[1], weights[2]], [weights[3], weights[4], weights[5]]]),
                new BudgetComponentSettings { StartUpPence = 3, CrisisReserveBasisPoints = 333 });
            BudgetFigures.Show(budget);
            return budget.Shares.Sum(share => share.AnnualPence) == budget.AnnualPence
                && budget.Shares.Sum(share => share.WeeklyPence) == budget.WeeklyPence
                && budget.Shares.Sum(share => share.FourWeeklyPence) == budget.FourWeeklyPence
                && budget.Shares.Sum(share => share.MonthlyPence) == budget.MonthlyPence
                && budget.Shares.Sum(share => share.FirstYearPence) == budget.FirstYearPence
                && budget.BudgetComponents.All(component => component.Pence == component.Shares.Sum(share => share.Pence));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void are_shared_by_what_each_need_brought_under_section_117()
    {
        var needs = new AssessedNeeds([Models.Need("NIGHT", 1, NeedType.Shared), Models.Need("CARING", 2), Models.Need("RELATIONSHIPS", 1, NeedType.Health)]);
        var component = CompiledModel.For(Models.Linear(kind: ModelKind.S117)).Explain([LegalBasis.S117], needs);

        var weights = FunderWeights.Of([(component, needs)], Terms, Day);

        // 10 points of health and half of 10 to the one, 20 of social and the other half to the other.
        Assert.Equal([Board, Council], weights.Funders);
        Assert.Equal(weights.OfComponents[0][0] * 25, weights.OfComponents[0][1] * 15);
    }

    [Theory]
    [InlineData("2026-04-05", 5_000, 5_000)]
    [InlineData("2026-04-06", 6_000, 3_000, 1_000)]
    public void are_shared_by_what_counts_on_the_day_of_the_issue_also_with_others_than_the_programmes_funders(string day, params int[] parts)
    {
        var rule = new SplitRule(Guid.NewGuid(), null, LegalBasis.S117, NeedType.Shared, null, Day, [("E10000099", 1_000), (Council, 3_000), (Board, 6_000)]);
        var needs = new AssessedNeeds([Models.Need("NIGHT", 1, NeedType.Shared)]);
        var component = CompiledModel.For(Models.Linear(kind: ModelKind.S117)).Explain([LegalBasis.S117], needs);

        var weights = FunderWeights.Of([(component, needs)], new SplitTerms(Terms.Funders, new SplitSettings(), [rule]), DateOnly.Parse(day, null));

        Assert.Equal(parts.Zip([Board, Council, "E10000099"]), weights.OfComponents[0].Select(weight => (int)(weight / component.TenThousandthsOfPoints)).Zip(weights.Funders));
    }

    [Fact]
    public void are_shared_by_the_pence_of_vector_SP1()
    {
        // The peer mentor, whom a panel shares otherwise, is the plan's matter and left out.
        AssessedNeeds needs = new([Need("RELAPSE", NeedType.Health), Need("HELP", NeedType.Social), Need("NIGHT", NeedType.Shared)]);
        var component = Component(ModelKind.S117, 1_981_200);
        component.LegalBases.Add(LegalBasis.S117);
        component.HoursSteps.Add([new HoursStep { WeeklyPence = 6_000 }, new HoursStep { WeeklyPence = 14_600 }, new HoursStep { WeeklyPence = 17_500 }]);
        var budget = Of(component);

        BudgetParts.Fill(budget, FunderWeights.Of([(component, needs)], Terms, Day), NoPolicy);
        BudgetFigures.Show(budget);

        Assert.Equal([(Board, 767_000L), (Council, 1_214_200)], budget.Shares.Select(share => (share.Funder, share.AnnualPence)));
    }

    [Fact]
    public void stay_in_their_proportions_when_the_figure_changes()
    {
        var budget = Issued(NoPolicy, Component(ModelKind.Social, 600_000), Component(ModelKind.Health, 200_000));
        budget.UnscaledAnnualPence = budget.AnnualPence;

        var changed = Reissue.Of(budget, new AllocationChange { Cause = AllocationCause.Challenge, ToAnnualPence = 1_000_001 }, NoPolicy);
        BudgetFigures.Show(changed);

        Assert.Equal([(Board, 250_000L), (Council, 750_001)], changed.Shares.Select(share => (share.Funder, share.AnnualPence)));
        Assert.Equal((1_000_001, 19_231), (changed.UnscaledAnnualPence, changed.WeeklyPence));
    }

    [Fact]
    public void keep_whose_they_are_where_nothing_was_counted_at_first()
    {
        var budget = Of(Component(ModelKind.S117, 0));
        BudgetParts.Fill(budget, new FunderWeights([Board, Council], [[1, 3]]), NoPolicy);

        var changed = Reissue.Of(budget, new AllocationChange { Cause = AllocationCause.Challenge, ToAnnualPence = 1_000 }, NoPolicy);
        BudgetFigures.Show(changed);

        Assert.Equal([250L, 750], changed.Shares.Select(share => share.AnnualPence));
    }

    private static Assessment.V1.Need Need(string domain, NeedType type) => Models.Need(domain, 1, type);

    private static AllocationMessage Budget(BudgetComponentSettings policy, long annual, AnnualFactor factor) => Issued(policy, Component(ModelKind.Social, annual, factor));

    /// <summary>A budget of which the board bears what is health's and the council the rest.</summary>
    private static AllocationMessage Issued(BudgetComponentSettings policy, params AllocationComponent[] components)
    {
        var budget = Of(components);
        IReadOnlyList<string> funders = components.Any(component => component.Kind is ModelKind.Health) ? [Board, Council] : [Council];
        BudgetParts.Fill(
            budget,
            new FunderWeights(funders, [.. components.Select(component => funders.Select(funder => (component.Kind is ModelKind.Health) == (funder == Board) ? 1L : 0).ToList())]),
            policy);
        BudgetFigures.Show(budget);
        return budget;
    }

    private static AllocationMessage Of(params AllocationComponent[] components) =>
        new() { Components = { components }, AnnualPence = components.Sum(component => component.AnnualPence) };

    private static AllocationComponent Component(ModelKind kind, long annual, AnnualFactor factor = AnnualFactor.Weeks52, long oneOff = 0) =>
        new() { Kind = kind, AnnualPence = annual, AnnualFactor = factor, OneOffPence = oneOff };
}
