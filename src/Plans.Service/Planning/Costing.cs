using PersonalBudgets.Plans.V1;

namespace PersonalBudgets.Plans.Planning;

/// <summary>A line, or a whole plan, as money.</summary>
/// <param name="AnnualPence">What recurs, pence a year.</param>
/// <param name="OneOffPence">What is paid once, in pence.</param>
public readonly record struct Cost(long AnnualPence, long OneOffPence)
{
    /// <summary>What the first year costs: an indicative budget is told for a year and has start-up costs in it (DOMAIN 7.4).</summary>
    public long FirstYearPence => AnnualPence + OneOffPence;

    /// <summary>Both together.</summary>
    public static Cost operator +(Cost left, Cost right) => new(left.AnnualPence + right.AnnualPence, left.OneOffPence + right.OneOffPence);
}

/// <summary>
/// What lines cost for a year (DOMAIN, conventions): a year has 52 weeks, so 13 periods of four, and 12 months. One rounding,
/// half up, at the end.
/// </summary>
public static class Costing
{
    private const int WeeksAYear = 52;
    private const int MinutesAnHour = 60;

    /// <summary>The largest yearly or one-off cost of a line that the contract's money fields carry, in pence.</summary>
    public const long LargestPence = 100_000_000_000;

    /// <summary>What a line costs.</summary>
    /// <param name="frequency">How often the amount falls due.</param>
    /// <param name="amountPence">The amount each time; for help by the hour the rate of an hour. At most <see cref="LargestPence"/>.</param>
    /// <param name="weeklyMinutes">Minutes of help a week, where it is paid by the hour; at most 10,080, the minutes of a week.</param>
    public static Cost Of(Frequency frequency, long amountPence, int weeklyMinutes) => frequency switch
    {
        Frequency.Once => new(0, amountPence),
        Frequency.Weekly => new(amountPence * WeeksAYear, 0),
        Frequency.FourWeekly => new(amountPence * (WeeksAYear / 4), 0),
        Frequency.Monthly => new(amountPence * 12, 0),
        Frequency.Annual => new(amountPence, 0),
        Frequency.PerHourWeekly => new(HalfUp(amountPence * weeklyMinutes * WeeksAYear, MinutesAnHour), 0),
        _ => throw new ArgumentOutOfRangeException(nameof(frequency)),
    };

    /// <summary>What a plan costs.</summary>
    public static Cost Of(IEnumerable<PlanLine> lines) => lines.Aggregate(default(Cost), (sum, line) => sum + line.Cost);

    private static long HalfUp(long numerator, int denominator) => (numerator + denominator / 2) / denominator;
}
