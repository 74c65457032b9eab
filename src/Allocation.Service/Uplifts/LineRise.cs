using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>A rise of what a line of a commitment costs, from a day within the commitment's year.</summary>
/// <param name="CommitmentId">The commitment.</param>
/// <param name="LineId">The line.</param>
/// <param name="FinancialYear">The financial year whose uplift it is: a line has one of each.</param>
/// <param name="EffectiveOn">The day.</param>
/// <param name="BeforePence">A year at the rate before, in pence.</param>
/// <param name="AfterPence">A year at the rate from the day on, in pence.</param>
/// <param name="SetAsidePence">What the commitment's own year comes to with it: part at one rate, part at the other.</param>
internal sealed record LineRise(
    Guid CommitmentId, Guid LineId, int FinancialYear, DateOnly EffectiveOn, long BeforePence, long AfterPence, long SetAsidePence);

/// <summary>Lines whose rate rose within their commitment's year (DOMAIN, conventions: exact days, one rounding at the end).</summary>
internal static class LineRises
{
    /// <summary>
    /// The rises that a line's amount rests on, the earliest first: none where somebody set another amount aside since, which is then a year at the
    /// rate of its own.
    /// </summary>
    public static IReadOnlyList<LineRise> InForce(CostedLine line, IEnumerable<LineRise> rises)
    {
        var chain = new List<LineRise>();
        foreach (var rise in rises.Where(rise => rise.LineId == Guid.Parse(line.LineId)).Reverse())
        {
            if (chain.Count is 0 ? rise.SetAsidePence != line.AnnualPence : rise.AfterPence != chain[0].BeforePence)
                break;
            chain.Insert(0, rise);
        }

        return chain;
    }

    /// <summary>A year of a line at its rate of a day, in pence.</summary>
    public static long Rate(CostedLine line, IEnumerable<LineRise> rises, DateOnly day)
    {
        var inForce = InForce(line, rises);
        return inForce.Count is 0 ? line.AnnualPence : inForce.LastOrDefault(rise => rise.EffectiveOn <= day)?.AfterPence ?? inForce[0].BeforePence;
    }

    /// <summary>What a line costs from a commitment's first day to a last one.</summary>
    /// <param name="firstPence">A year at the rate of the first day.</param>
    /// <param name="rises">The rises since.</param>
    /// <param name="start">The first day.</param>
    /// <param name="lastDay">The last day; the day before the first for nothing at all.</param>
    public static long Cost(long firstPence, IEnumerable<LineRise> rises, DateOnly start, DateOnly lastDay)
    {
        var days = Int128.Zero + DaysFrom(start);
        var cost = firstPence * days;
        foreach (var rise in rises)
            cost += (rise.AfterPence - (Int128)rise.BeforePence) * DaysFrom(rise.EffectiveOn > start ? rise.EffectiveOn : start);
        return new Exact(cost, Ending.YearEnd(start).DayNumber - start.DayNumber).Rounded;

        int DaysFrom(DateOnly day) => Math.Max(0, lastDay.DayNumber + 1 - day.DayNumber);
    }
}
