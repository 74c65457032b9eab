using PersonalBudgets.Contracts;
using System.Collections.Frozen;
using System.Text.Json;

namespace PersonalBudgets.Payments.Bacs;

/// <summary>
/// The bank holidays of England, on which Bacs does not work. Published years come from data in the form that gov.uk
/// publishes; other years from the rule of the Banking and Financial Dealings Act 1971, Sch 1, which knows no
/// proclaimed day: those come with newer data.
/// </summary>
public sealed class BankHolidays
{
    private const int HolidaysOfAYear = 8;
    private readonly FrozenSet<DateOnly> _published;
    private readonly FrozenSet<int> _publishedYears;

    /// <summary>Takes the published days; a year counts as published when all eight of its days, or more, are among them.</summary>
    public BankHolidays(IEnumerable<DateOnly> published)
    {
        _published = published.ToFrozenSet();
        _publishedYears = _published.GroupBy(day => day.Year).Where(year => year.Count() >= HolidaysOfAYear).Select(year => year.Key).ToFrozenSet();
    }

    /// <summary>The days that this build carries.</summary>
    public static BankHolidays Embedded()
    {
        using var stream = typeof(BankHolidays).Assembly.GetManifestResourceStream("PersonalBudgets.Payments.Bacs.bank-holidays.json")!;
        return Read(stream);
    }

    /// <summary>Reads the file <c>bank-holidays.json</c> of gov.uk.</summary>
    public static BankHolidays Read(Stream json)
    {
        using var document = JsonDocument.Parse(json);
        return new BankHolidays(document.RootElement.GetProperty("england-and-wales").GetProperty("events").EnumerateArray()
            .Select(day => Dates.Parse(day.GetProperty("date").GetString()!)));
    }

    /// <summary>Whether a day is a bank holiday.</summary>
    public bool Contains(DateOnly day) =>
        _published.Contains(day) || (!_publishedYears.Contains(day.Year) && ByRule(day.Year).Contains(day));

    /// <summary>The bank holidays of a year by rule; one that falls on a weekend moves to the next free weekday.</summary>
    public static IReadOnlyList<DateOnly> ByRule(int year)
    {
        var easter = EasterSunday(year);
        var days = new List<DateOnly>
        {
            NextWeekday(new DateOnly(year, 1, 1)),
            easter.AddDays(-2),
            easter.AddDays(1),
            FirstMonday(year, 5),
            LastMonday(year, 5),
            LastMonday(year, 8),
            NextWeekday(new DateOnly(year, 12, 25)),
        };
        var boxingDay = NextWeekday(new DateOnly(year, 12, 26));
        days.Add(days.Contains(boxingDay) ? NextWeekday(boxingDay.AddDays(1)) : boxingDay);
        return days;
    }

    /// <summary>Easter Sunday by the Gregorian computus (the anonymous algorithm in Meeus's form).</summary>
    private static DateOnly EasterSunday(int year)
    {
        var (century, yearOfCentury, golden) = (year / 100, year % 100, year % 19);
        var leapCorrection = century - (century / 4) - (((century - ((century + 8) / 25) + 1) / 3));
        var epact = ((19 * golden) + leapCorrection + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (yearOfCentury / 4)) - epact - (yearOfCentury % 4)) % 7;
        var shift = (golden + (11 * epact) + (22 * weekday)) / 451;
        var march = epact + weekday - (7 * shift) + 114;
        return new DateOnly(year, march / 31, (march % 31) + 1);
    }

    private static DateOnly NextWeekday(DateOnly day)
    {
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            day = day.AddDays(1);
        return day;
    }

    private static DateOnly FirstMonday(int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((int)DayOfWeek.Monday - (int)first.DayOfWeek + 7) % 7);
    }

    private static DateOnly LastMonday(int year, int month)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(((int)last.DayOfWeek - (int)DayOfWeek.Monday + 7) % 7));
    }
}
