using PersonalBudgets.Plans.Planning;

namespace PersonalBudgets.Plans.Approval;

/// <summary>
/// The latest day of a plan's first review. Three months after the first NHS direct payment (SI 2013/1617 reg 14), six after
/// the first Care Act one (SI 2014/2871 reg 7), twelve otherwise; policy of the place may only shorten that (DOMAIN 3.8, 4.4).
/// The clock starts with the first payment; while a plan is written, its first day stands for that.
/// </summary>
public static class FirstReview
{
    private const int NhsDirectPaymentMonths = 3;
    private const int CareActDirectPaymentMonths = 6;
    private const int OtherMonths = 12;

    /// <summary>The latest day for a plan with these lines.</summary>
    /// <param name="start">First day of the plan.</param>
    /// <param name="lines">Its lines: the strictest limit of any binds the plan.</param>
    /// <param name="localWeeks">The place's own limit in weeks; null where it has none.</param>
    public static DateOnly LatestDay(DateOnly start, IReadOnlyList<PlanLine> lines, int? localWeeks) =>
        Due(start, MonthsFor(lines), localWeeks);

    /// <summary>The earlier of the statutory and the local limit.</summary>
    /// <remarks>A month later is the same day of the month, or the month's last where it has no such day.</remarks>
    public static DateOnly Due(DateOnly start, int statutoryMonths, int? localWeeks)
    {
        var statutory = start.AddMonths(statutoryMonths);
        return localWeeks is { } weeks && start.AddDays(7 * weeks) is var local && local < statutory ? local : statutory;
    }

    private static int MonthsFor(IReadOnlyList<PlanLine> lines)
    {
        if (lines.Any(line => line.IsDirectPayment && line.IsNhs))
            return NhsDirectPaymentMonths;
        return lines.Any(line => line.IsDirectPayment) ? CareActDirectPaymentMonths : OtherMonths;
    }
}
