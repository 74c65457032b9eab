namespace PersonalBudgets.Allocation.Funds;

/// <summary>Financial years run from 1 April to 31 March; their periods are the months (DOMAIN, conventions).</summary>
internal static class FinancialYear
{
    /// <summary>How many periods a year has: 1 is April, 12 is March.</summary>
    public const int Periods = 12;

    private const int FirstMonth = 4;

    /// <summary>The calendar year in which the financial year of a day begins.</summary>
    public static int Of(DateOnly day) => day.Month >= FirstMonth ? day.Year : day.Year - 1;

    /// <summary>The period of a day.</summary>
    public static int PeriodOf(DateOnly day) => ((day.Month - FirstMonth + Periods) % Periods) + 1;

    /// <summary>The first day of a year.</summary>
    public static DateOnly FirstDayOf(int year) => new(year, FirstMonth, 1);

    /// <summary>The last day of a period.</summary>
    public static DateOnly LastDayOf(int year, int period) => FirstDayOf(year).AddMonths(period).AddDays(-1);
}
