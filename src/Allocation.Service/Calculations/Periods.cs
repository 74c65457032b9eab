using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>Weeks and years (DOMAIN, conventions): 52 weeks to a year, or by local choice 365 days.</summary>
internal static class Periods
{
    /// <summary>Weeks of a year, unless it is counted in days.</summary>
    public const int WeeksPerYear = 52;

    /// <summary>Days of a year where a price is for a day.</summary>
    public const int DaysPerYear = 365;

    /// <summary>Days of a week.</summary>
    public const int DaysPerWeek = 7;

    private const int FourWeeks = 4;

    /// <summary>The choice of a model that may have made none.</summary>
    public static AnnualFactor Chosen(AnnualFactor factor) => factor is AnnualFactor.Unspecified ? AnnualFactor.Weeks52 : factor;

    /// <summary>An amount for a week, for a year.</summary>
    public static Exact Annual(Exact weekly, AnnualFactor factor) => factor is AnnualFactor.Days365
        ? new(weekly.Numerator * DaysPerYear, weekly.Denominator * DaysPerWeek)
        : new(weekly.Numerator * WeeksPerYear, weekly.Denominator);

    /// <summary>Pence a year, for a week.</summary>
    public static long Weekly(long annualPence, AnnualFactor factor) => OfWeeks(annualPence, 1, factor);

    /// <summary>Pence a year, for four weeks.</summary>
    public static long FourWeekly(long annualPence, AnnualFactor factor) => OfWeeks(annualPence, FourWeeks, factor);

    private static long OfWeeks(long annualPence, int weeks, AnnualFactor factor) => (factor is AnnualFactor.Days365
        ? new Exact((Int128)annualPence * weeks * DaysPerWeek, DaysPerYear)
        : new Exact((Int128)annualPence * weeks, WeeksPerYear)).Rounded;
}
