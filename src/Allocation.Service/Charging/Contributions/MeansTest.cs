using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Charging.Contributions;

/// <summary>
/// What somebody with these means pays at most (DOMAIN 5.2; SI 2014/2672). Whole pence throughout: each fraction goes in the adult's favour.
/// </summary>
internal static class MeansTest
{
    private const string LawOnIncome = "SI 2014/2672 Part 4", LawOnCapital = "SI 2014/2672 regs 12, 25", LawOnNotionalCapital = "SI 2014/2672 regs 22, 23; care and support statutory guidance, annex E", LawOnGuarantee = "Care Act 2014 s14(7); SI 2014/2672 reg 7";

    /// <summary>The calculation, step by step.</summary>
    /// <param name="means">With the age group.</param>
    /// <param name="day">The day whose means they are.</param>
    /// <param name="terms">Rates, policy and rules.</param>
    public static ContributionCalculation Of(Means means, DateOnly day, Terms terms)
    {
        var calculation = Test(means, day, terms);
        if (means.Capitals.All(capital => capital.Kind is not CapitalKind.Notional))
            return calculation;
        var actual = means.Clone();
        actual.Capitals.Clear();
        actual.Capitals.Add(means.Capitals.Where(capital => capital.Kind is not CapitalKind.Notional));
        var without = Test(actual, day, terms).Contribution;
        calculation.ContributionWithoutNotionalCapital = without;
        calculation.Steps.Add(new ContributionStep
        {
            Code = "WITHOUT_NOTIONAL_CAPITAL",
            Words = without.IsFullCost
                ? "You would pay the full cost without what you gave away, too."
                : $"Without what you gave away you would pay at most {Pounds.Text(without.WeeklyMaximumPence)} a week. What we count of it falls each week by what you pay more than that.",
            AmountPence = without.WeeklyMaximumPence,
            Source = LawOnNotionalCapital,
        });
        return calculation;
    }

    private static ContributionCalculation Test(Means means, DateOnly day, Terms terms)
    {
        var calculation = new ContributionCalculation();
        var steps = calculation.Steps;
        calculation.CapitalPence = CapitalTest.Counted(means, day, terms.Rules, steps);
        var (upper, upperSource) = terms.Rate(ChargingElement.UpperCapitalLimit);
        if (calculation.CapitalPence > upper)
        {
            Add("UPPER_CAPITAL_LIMIT", $"Your capital of {Pounds.Text(calculation.CapitalPence)} is above the limit of {Pounds.Text(upper)}: you pay the full cost of what we charge for.", calculation.CapitalPence, upperSource);
            calculation.Contribution = new AssessedContribution { IsFullCost = true };
            return calculation;
        }

        var tariff = CapitalTest.Tariff(calculation.CapitalPence, terms.Rate(ChargingElement.LowerCapitalLimit).Pence);
        Add("TARIFF_INCOME", $"Your capital of {Pounds.Text(calculation.CapitalPence)} counts as {Pounds.Text(tariff)} of income a week.", tariff, LawOnCapital);
        calculation.IncomePence = IncomeTest.Counted(means, terms.Rules, steps) + tariff;
        Add("INCOME", $"In all we count {Pounds.Text(calculation.IncomePence)} a week.", calculation.IncomePence, LawOnIncome);
        calculation.HousingPence = IncomeTest.Housing(means, terms.Rules, steps);
        calculation.DisabilityExpensesPence = means.DisabilityExpenses.Sum(expense => Weekly.Paid(expense.AmountPence, expense.Period));
        Add("DISABILITY_EXPENSES", $"You keep {Pounds.Text(calculation.DisabilityExpensesPence)} a week for what your disability costs.", calculation.DisabilityExpensesPence, "Care and support statutory guidance, annex C");
        calculation.MinimumIncomeGuaranteePence = IncomeGuarantee.Of(means.Circumstances, terms, steps);
        Add("MINIMUM_INCOME_GUARANTEE", $"In all you keep {Pounds.Text(calculation.MinimumIncomeGuaranteePence)} a week to live on, whatever your care costs.", calculation.MinimumIncomeGuaranteePence, LawOnGuarantee);

        calculation.DisposableIncomePence = Math.Max(
            0, calculation.IncomePence - calculation.HousingPence - calculation.DisabilityExpensesPence - calculation.MinimumIncomeGuaranteePence);
        Add("DISPOSABLE_INCOME", $"That leaves {Pounds.Text(calculation.DisposableIncomePence)} a week.", calculation.DisposableIncomePence, LawOnGuarantee);
        var maximum = (long)((Int128)calculation.DisposableIncomePence * terms.BasisPoints / 10_000);
        if (terms.Policy is { } policy && maximum < calculation.DisposableIncomePence)
            Add("LOCAL_PERCENTAGE", $"Here we ask for {Percent(policy.DisposableIncomeBasisPoints)} of that: {Pounds.Text(maximum)} a week.", maximum, policy.Source);
        Add("CONTRIBUTION", $"You pay at most {Pounds.Text(maximum)} a week, and never more than what we charge for costs.", maximum, "Care Act 2014 ss14, 17; SI 2014/2672 reg 11");
        calculation.Contribution = new AssessedContribution { WeeklyMaximumPence = maximum };
        return calculation;

        void Add(string code, string words, long pence, string source) =>
            steps.Add(new ContributionStep { Code = code, Words = words, AmountPence = pence, Source = source });
    }

    private static string Percent(int basisPoints) => basisPoints % 100 is 0 ? $"{basisPoints / 100} %" : $"{basisPoints / 100}.{basisPoints % 100:00} %";
}
