using PersonalBudgets.Allocation.Charging.Contributions;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Tests.Domain.Charging;

/// <summary>Means as the vectors of DOMAIN 5.4 have them.</summary>
internal static class Person
{
    public static DateOnly Day { get; } = new(2025, 6, 2);

    public static Terms National { get; } = Terms.Of(Day, null);

    public static Means Of(AgeGroup age = AgeGroup.From25, bool disability = false, bool enhanced = false, long capital = 0, long housing = 0, long expenses = 0)
    {
        var means = new Means
        {
            Circumstances = new GuaranteeCircumstances { AgeGroup = age, DisabilityPremium = disability, EnhancedDisabilityPremium = enhanced },
            DisabilityExpensesConsidered = true,
        };
        if (capital > 0)
            means.Capitals.Add(new Capital { Kind = CapitalKind.Savings, ValuePence = capital });
        if (housing > 0)
            means.HousingCosts.Add(new HousingCost { Kind = HousingCostKind.ServiceCharge, AmountPence = housing, Period = Period.Week });
        if (expenses > 0)
            means.DisabilityExpenses.Add(new DisabilityExpense { Description = "laundry", AmountPence = expenses, Period = Period.Week });
        return means;
    }

    public static Means With(this Means means, IncomeKind kind, long weeklyPence)
    {
        means.Incomes.Add(new Income { Kind = kind, AmountPence = weeklyPence, Period = Period.Week });
        return means;
    }

    /// <summary>The single person of 30 of FA1.</summary>
    public static Means Fa1(long expenses = 2_500) => Of(disability: true, enhanced: true, capital: 900_000, housing: 500, expenses: expenses)
        .With(IncomeKind.UniversalCredit, 9_234)
        .With(IncomeKind.UniversalCreditHealth, 9_768)
        .With(IncomeKind.PipDailyLiving, 11_040)
        .With(IncomeKind.PipMobility, 7_705);

    public static ContributionCalculation Tested(this Means means, Terms? terms = null) => MeansTest.Of(means, Day, terms ?? National);
}
