using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Charging.Contributions;

/// <summary>The income that counts, and what housing costs after help with it (SI 2014/2672 Part 4 and Schedule 1).</summary>
internal static class IncomeTest
{
    /// <summary>What counts of all incomes, in pence a week, with a step for each.</summary>
    public static long Counted(Means means, ChargingRules rules, ICollection<ContributionStep> steps)
    {
        var total = 0L;
        foreach (var income in means.Incomes)
        {
            var rule = rules.Of(income.Kind);
            var (pence, words) = Of(Weekly.Received(income.AmountPence, income.Period), rule, means.DisabilityExpensesConsidered);
            steps.Add(new ContributionStep { Code = income.Kind.Code(), Words = words, AmountPence = pence, Source = rule.Source });
            total += pence;
        }

        return total;
    }

    /// <summary>What housing costs in pence a week: help with rent is taken off rent and help with council tax off council tax, and neither off anything else.</summary>
    public static long Housing(Means means, ChargingRules rules, ICollection<ContributionStep> steps)
    {
        var total = 0L;
        foreach (var costs in means.HousingCosts.GroupBy(cost => cost.Kind))
        {
            var paid = costs.Sum(cost => Weekly.Paid(cost.AmountPence, cost.Period));
            var help = costs.Key switch
            {
                HousingCostKind.Rent => Help(means, rules, Treatment.AgainstRent),
                HousingCostKind.CouncilTax => Help(means, rules, Treatment.AgainstCouncilTax),
                _ => 0,
            };
            var left = Math.Max(0, paid - help);
            var after = help > 0 ? $" after {Pounds.Text(help)} of help with it" : "";
            steps.Add(new ContributionStep
            {
                Code = costs.Key.Code(),
                Words = $"You keep {Pounds.Text(left)} a week for {WordsOf(costs.Key)}{after}.",
                AmountPence = left,
                Source = "SI 2014/2672 Sch 1 para 2",
            });
            total += left;
        }

        return total;
    }

    private static (long Pence, string Words) Of(long weekly, IncomeRule rule, bool expensesConsidered) => rule.Treatment switch
    {
        Treatment.Counted when rule.WeeklyDisregardPence > 0 =>
            (Math.Max(0, weekly - rule.WeeklyDisregardPence),
             $"We count {rule.Words} but for the first {Pounds.Text(rule.WeeklyDisregardPence)}: {Pounds.Text(Math.Max(0, weekly - rule.WeeklyDisregardPence))} a week."),
        Treatment.Counted => (weekly, $"We count {rule.Words}: {Pounds.Text(weekly)} a week."),
        Treatment.CountedWithExpenses when expensesConsidered =>
            (weekly, $"We count {rule.Words}: {Pounds.Text(weekly)} a week. What your disability costs is taken off below."),
        Treatment.CountedWithExpenses => (0, $"We do not count {rule.Words}, because we have not asked you yet what your disability costs."),
        Treatment.AgainstRent => (0, $"We take {rule.Words} off your rent and do not count it as income."),
        Treatment.AgainstCouncilTax => (0, $"We take {rule.Words} off your council tax and do not count it as income."),
        _ => (0, $"We do not count {rule.Words}."),
    };

    private static long Help(Means means, ChargingRules rules, Treatment treatment) => means.Incomes
        .Where(income => rules.Of(income.Kind).Treatment == treatment)
        .Sum(income => Weekly.Received(income.AmountPence, income.Period));

    private static string WordsOf(HousingCostKind kind) => kind switch
    {
        HousingCostKind.Rent => "rent",
        HousingCostKind.Mortgage => "your mortgage",
        HousingCostKind.CouncilTax => "council tax",
        HousingCostKind.ServiceCharge => "ground rent and service charges",
        _ => throw new InvalidOperationException($"A cost of housing is of the kind {kind}, which is none."),
    };
}
