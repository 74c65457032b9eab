using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Charging.Contributions;

/// <summary>
/// Money of any period as pence a week, without fractions: what counts against a person is rounded down and what counts for them up, because each fraction of
/// a penny goes in the adult's favour (SI 2014/2672 reg 11; DOMAIN 0, A15). A year has 52 weeks (DOMAIN, conventions).
/// </summary>
internal static class Weekly
{
    /// <summary>What a person receives: rounded down.</summary>
    public static long Received(long pence, Period period)
    {
        var (times, weeks) = Of(period);
        return (long)((Int128)pence * times / weeks);
    }

    /// <summary>What a person pays: rounded up.</summary>
    public static long Paid(long pence, Period period)
    {
        var (times, weeks) = Of(period);
        return (long)((((Int128)pence * times) + weeks - 1) / weeks);
    }

    private static (int Times, int Weeks) Of(Period period) => period switch
    {
        Period.Week => (1, 1),
        Period.Fortnight => (1, 2),
        Period.FourWeeks => (1, 4),
        Period.Month => (12, 52),
        Period.Quarter => (4, 52),
        Period.Year => (1, 52),
        _ => throw new InvalidOperationException($"Money has the period {period}, which is none."),
    };
}
