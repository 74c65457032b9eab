using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.Uplifts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>What of a commitment is used when it ends (DOMAIN, conventions: exact days, one rounding at the end).</summary>
internal static class Ending
{
    /// <summary>The first day of the year after a commitment's own.</summary>
    public static DateOnly YearEnd(DateOnly start) => start.AddYears(1);

    /// <summary>
    /// The lines as far as they are used: what recurs to the day, half up; what is paid once stays, since it is paid at the start, unless nothing ever began.
    /// </summary>
    /// <param name="lines">The lines of a year from the first day.</param>
    /// <param name="rises">What rose of them within the year, the earliest first: each day counts at the rate of its own.</param>
    /// <param name="start">The first day.</param>
    /// <param name="lastDay">The last day; the day before the first for nothing at all.</param>
    public static IReadOnlyList<CostedLine> Used(IEnumerable<CostedLine> lines, IEnumerable<LineRise> rises, DateOnly start, DateOnly lastDay) =>
    [
        .. lines.Select(line =>
        {
            var inForce = LineRises.InForce(line, rises);
            return new CostedLine(line)
            {
                AnnualPence = LineRises.Cost(inForce.Count > 0 ? inForce[0].BeforePence : line.AnnualPence, inForce, start, lastDay),
                OneOffPence = lastDay >= start ? line.OneOffPence : 0,
            };
        }),
    ];

    /// <summary>An amount for a stretch of days as far as it is used.</summary>
    public static long Used(long pence, DateOnly start, DateOnly endDay, DateOnly lastDay) =>
        new Exact((Int128)pence * (lastDay.DayNumber + 1 - start.DayNumber), endDay.DayNumber + 1 - start.DayNumber).Rounded;
}
