using PersonalBudgets.Allocation.Charging.Contributions;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Tests.Domain.Charging;

/// <summary>DOMAIN 5.2-5.4; what the council pays of it is in the statements.</summary>
public sealed class What_a_person_can_pay
{
    [Fact]
    public void FA1_is_what_benefits_leave_after_housing_disability_and_the_guarantee()
    {
        var calculation = Person.Fa1().Tested();

        Assert.Equal((30_042, 500, 2_500, 18_640, 8_402), (calculation.IncomePence, calculation.HousingPence, calculation.DisabilityExpensesPence,
            calculation.MinimumIncomeGuaranteePence, calculation.DisposableIncomePence));
        Assert.Equal(new AssessedContribution { WeeklyMaximumPence = 8_402 }, calculation.Contribution);
    }

    [Fact]
    public void FA2_has_income_from_capital_at_pension_age()
    {
        var calculation = Person.Of(AgeGroup.PensionAge, capital: 1_890_000, housing: 2_200, expenses: 2_000)
            .With(IncomeKind.StatePension, 23_025).With(IncomeKind.AttendanceAllowance, 7_390).Tested();

        Assert.Equal((32_315, 23_260, 4_855), (calculation.IncomePence, calculation.MinimumIncomeGuaranteePence, calculation.Contribution.WeeklyMaximumPence));
    }

    [Fact]
    public void FA3_is_the_full_cost_above_the_limit() => Assert.True(Person.Of(capital: 3_000_000).Tested().Contribution.IsFullCost);

    [Fact]
    public void FA5_is_nothing_where_income_does_not_reach_what_is_kept()
    {
        var calculation = Person.Of(AgeGroup._18To24, disability: true, housing: 4_000)
            .With(IncomeKind.UniversalCredit, 7_315).With(IncomeKind.UniversalCreditHealth, 9_768).Tested();

        Assert.Equal((17_083, 13_880, 0), (calculation.IncomePence, calculation.MinimumIncomeGuaranteePence, calculation.Contribution.WeeklyMaximumPence));
    }

    [Fact]
    public void FA6_is_nothing_for_who_lives_on_what_they_earn()
    {
        var calculation = Person.Of(disability: true, capital: 1_600_000, housing: 3_000, expenses: 1_000)
            .With(IncomeKind.Earnings, 25_000).With(IncomeKind.PipDailyLiving, 7_390).Tested();

        Assert.Equal((8_090, 16_215, 0), (calculation.IncomePence, calculation.MinimumIncomeGuaranteePence, calculation.Contribution.WeeklyMaximumPence));
    }

    [Fact]
    public void FA12_drops_the_fraction_of_a_penny_of_a_local_percentage()
    {
        var terms = Person.National with { Policy = new ChargingPolicy { DisposableIncomeBasisPoints = 8_000, Source = "Cabinet, 3 March" } };

        var calculation = Person.Fa1().Tested(terms);

        Assert.Equal(6_721, calculation.Contribution.WeeklyMaximumPence);
        Assert.Contains(calculation.Steps, step => step is { Code: "LOCAL_PERCENTAGE", Source: "Cabinet, 3 March" });
    }

    [Theory]
    [InlineData(14_250_00, 0)]
    [InlineData(14_250_01, 1)]
    [InlineData(14_500_00, 1)]
    [InlineData(14_500_01, 2)]
    [InlineData(18_900_00, 19)]
    [InlineData(20_000_00, 23)]
    [InlineData(23_250_00, 36)]
    public void has_a_pound_of_income_for_each_250_pounds_of_capital_or_part_of_them(long capital, long pounds) =>
        Assert.Equal(pounds * 100, Person.Of(capital: capital).Tested().IncomePence);

    [Fact]
    public void is_the_full_cost_from_a_penny_above_the_limit() => Assert.True(Person.Of(capital: 23_250_01).Tested().Contribution.IsFullCost);

    [Fact]
    public void counts_benefits_for_care_once_the_costs_of_the_disability_were_asked_about()
    {
        var means = Person.Of().With(IncomeKind.PipDailyLiving, 20_000);
        Assert.Equal(20_000, means.Tested().IncomePence);

        means.DisabilityExpensesConsidered = false;
        Assert.Equal(0, means.Tested().IncomePence);
    }

    [Theory]
    [InlineData(IncomeKind.Earnings)]
    [InlineData(IncomeKind.PipMobility)]
    [InlineData(IncomeKind.DlaMobility)]
    [InlineData(IncomeKind.ChildBenefit)]
    [InlineData(IncomeKind.ChildTaxCredit)]
    [InlineData(IncomeKind.UniversalCreditChild)]
    [InlineData(IncomeKind.PensionCreditSavings)]
    [InlineData(IncomeKind.WarDisablementPension)]
    [InlineData(IncomeKind.WarWidowsSpecialPayment)]
    [InlineData(IncomeKind.HousingBenefit)]
    [InlineData(IncomeKind.DirectPayment)]
    public void never_comes_from(IncomeKind kind) => Assert.Equal(0, Person.Of().With(kind, 90_000).Tested().IncomePence);

    [Theory]
    [InlineData(9_99, 0)]
    [InlineData(25_00, 15_00)]
    public void leaves_the_first_ten_pounds_of_a_war_widows_pension_out(long weekly, long counted) =>
        Assert.Equal(counted, Person.Of().With(IncomeKind.WarWidowsPension, weekly).Tested().IncomePence);

    [Fact]
    public void sets_help_with_rent_against_rent_and_nothing_else()
    {
        var means = Person.Of(housing: 700).With(IncomeKind.HousingBenefit, 12_000).With(IncomeKind.CouncilTaxReduction, 900);
        means.HousingCosts.Add(new HousingCost { Kind = HousingCostKind.Rent, AmountPence = 10_000, Period = Period.Week });
        means.HousingCosts.Add(new HousingCost { Kind = HousingCostKind.CouncilTax, AmountPence = 1_500, Period = Period.Week });

        Assert.Equal(700 + 0 + 600, means.Tested().HousingPence);
    }

    [Theory]
    [InlineData(Period.Week, 100, 100, 100)]
    [InlineData(Period.Fortnight, 101, 50, 51)]
    [InlineData(Period.FourWeeks, 103, 25, 26)]
    [InlineData(Period.Month, 42_490, 9_805, 9_806)]
    [InlineData(Period.Month, 40_014, 9_234, 9_234)]
    [InlineData(Period.Quarter, 1_300, 100, 100)]
    [InlineData(Period.Year, 5_201, 100, 101)]
    public void rounds_what_is_received_down_and_what_is_paid_up(Period period, long pence, long received, long paid) =>
        Assert.Equal((received, paid), (Weekly.Received(pence, period), Weekly.Paid(pence, period)));

    [Fact]
    public void says_every_step_in_plain_words_with_its_source()
    {
        var steps = Person.Fa1().Tested().Steps;

        Assert.All(steps, step => Assert.True(step.Words.Length > 0 && step.Source.Length > 0, step.Code));
        Assert.Equal(
            ["SAVINGS", "TARIFF_INCOME", "UNIVERSAL_CREDIT", "UNIVERSAL_CREDIT_HEALTH", "PIP_DAILY_LIVING", "PIP_MOBILITY", "INCOME", "SERVICE_CHARGE", "DISABILITY_EXPENSES",
             "SINGLE_FROM_25", "DISABILITY_PREMIUM_SINGLE", "ENHANCED_DISABILITY_PREMIUM_SINGLE", "MINIMUM_INCOME_GUARANTEE", "DISPOSABLE_INCOME", "CONTRIBUTION"],
            steps.Select(step => step.Code));
        Assert.Contains("You pay at most £84.02 a week, and never more than what we charge for costs.", steps.Select(step => step.Words));
    }
}
