using System.Globalization;

namespace PersonalBudgets.Allocation.Explanations;

/// <summary>Figures, days and codes as people say them.</summary>
internal static class Spoken
{
    private const int PencePerPound = 100;

    /// <summary>Pounds, with pence where there are any: £7,300, £140.38.</summary>
    public static string Pounds(long pence) =>
        pence % PencePerPound is 0 ? Text($"£{pence / PencePerPound:N0}") : Text($"£{pence / PencePerPound:N0}.{pence % PencePerPound:00}");

    /// <summary>What is paid a week, once, or both: £60 a week and £100 once.</summary>
    public static string Amount(long weeklyPence, long oncePence) => (weeklyPence, oncePence) switch
    {
        (_, 0) => $"{Pounds(weeklyPence)} a week",
        (0, _) => $"{Pounds(oncePence)} once",
        _ => $"{Pounds(weeklyPence)} a week and {Pounds(oncePence)} once",
    };

    /// <summary>A day: 6 April 2026.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number in hundredths: 250 is 2.5.</summary>
    public static string Hundredths(int hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Basis points as a percentage: 7,500 is 75%.</summary>
    public static string Percent(int basisPoints) => Text($"{basisPoints / 100m:0.##}%");

    /// <summary>Minutes as hours and minutes.</summary>
    public static string Time(int minutes) => (minutes / 60, minutes % 60) switch
    {
        (0, var rest) => Counted(Number(rest), "minute"),
        (var hours, 0) => Counted(Number(hours), "hour"),
        var (hours, rest) => $"{Counted(Number(hours), "hour")} {Counted(Number(rest), "minute")}",
    };

    /// <summary>A number of points: 1 point, 20 points.</summary>
    public static string Points(int points) => Counted(Number(points), "point");

    /// <summary>A number of points in ten-thousandths: 10,000 is 1 point.</summary>
    public static string PointsOfTenThousandths(long tenThousandths) => Counted((tenThousandths / 10_000m).ToString("0.####", CultureInfo.InvariantCulture), "point");

    /// <summary>A code of a programme's own, such as <c>DAILY_ROUTINE</c>, as words.</summary>
    public static string Name(string code) => code.Replace('_', ' ').ToLowerInvariant();

    private static string Counted(string number, string what) => number is "1" ? $"1 {what}" : $"{number} {what}s";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
