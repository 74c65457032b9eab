using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>
/// The figures of an indicative budget by week and month, and the funders' shares of each: worked out when somebody reads it, from its annual figure and its
/// components. Each figure is rounded half up, once, from the year's; shares are by largest remainder, so they add up (DOMAIN, conventions; 8.3).
/// </summary>
internal static class BudgetFigures
{
    private const int MonthsPerYear = 12;
    private const int FourWeeks = 4;

    /// <summary>Works the figures out of a budget whose annual figure and components are there.</summary>
    public static void Show(AllocationMessage allocation)
    {
        allocation.WeeklyPence = OfWeeks(allocation, 1);
        allocation.FourWeeklyPence = OfWeeks(allocation, FourWeeks);
        allocation.MonthlyPence = new Exact(allocation.AnnualPence, MonthsPerYear).Rounded;
        allocation.FirstYearPence = allocation.BudgetComponents.Sum(component => component.Pence);
        allocation.Shares.Add(Shares(allocation));
    }

    /// <summary>What each model's part of the annual figure is: the figure may have been changed since, and each part with it.</summary>
    public static IReadOnlyList<long> Ongoing(AllocationMessage allocation) =>
        Parts(allocation.AnnualPence, [.. allocation.Components.Select(component => component.AnnualPence)]);

    /// <summary>So many weeks of the annual figure. Models may count a year differently: their parts are added before anything is rounded.</summary>
    public static long OfWeeks(AllocationMessage allocation, int weeks) => new Exact(
        weeks * allocation.Components.Zip(Ongoing(allocation), (component, pence) => (Int128)pence * InWeek(component)).Aggregate(Int128.Zero, (sum, part) => sum + part),
        Periods.WeeksPerYear * Periods.DaysPerYear).Rounded;

    /// <summary>The parts of an amount by weights; where none weighs anything, the first takes it.</summary>
    public static IReadOnlyList<long> Parts(long pence, IReadOnlyList<long> weights) => weights.Any(weight => weight > 0)
        ? LargestRemainder.SplitByWeight(pence, weights)
        : [.. weights.Select((_, index) => index is 0 ? pence : 0)];

    /// <summary>What components come to for each funder, in the order in which each of them names all funders.</summary>
    public static IReadOnlyList<long> Totals(IEnumerable<BudgetComponent> components, int funders)
    {
        var totals = new long[funders];
        foreach (var (index, share) in components.SelectMany(component => component.Shares.Index()))
            totals[index] += share.Pence;
        return totals;
    }

    private static IEnumerable<AllocationShare> Shares(AllocationMessage allocation)
    {
        IReadOnlyList<string> funders = [.. allocation.BudgetComponents.Take(1).SelectMany(component => component.Shares).Select(share => share.Funder)];
        var firstYear = Totals(allocation.BudgetComponents, funders.Count);
        IReadOnlyList<BudgetComponent> ongoing = [.. allocation.BudgetComponents.Where(component => component.Kind is BudgetComponentKind.Ongoing)];
        var annual = Totals(ongoing, funders.Count);
        IReadOnlyList<long> inWeek =
            [.. funders.Select((_, index) => ongoing.Zip(allocation.Components, (part, component) => part.Shares[index].Pence * InWeek(component)).Sum())];
        var weekly = Parts(allocation.WeeklyPence, inWeek);
        var fourWeekly = Parts(allocation.FourWeeklyPence, inWeek);
        var monthly = Parts(allocation.MonthlyPence, annual);
        return funders.Select((funder, index) => new AllocationShare
        {
            Funder = funder,
            AnnualPence = annual[index],
            WeeklyPence = weekly[index],
            FourWeeklyPence = fourWeekly[index],
            MonthlyPence = monthly[index],
            FirstYearPence = firstYear[index],
        });
    }

    /// <summary>What of a year's penny falls in a week: a 52nd, or 7 of 365 parts, both in parts of 52 x 365.</summary>
    private static int InWeek(AllocationComponent component) =>
        component.AnnualFactor is AnnualFactor.Days365 ? Periods.DaysPerWeek * Periods.WeeksPerYear : Periods.DaysPerYear;
}
