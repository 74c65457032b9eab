using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Bacs;

/// <summary>The days of one Bacs payment: submitted, processed a working day later, credited a working day after that.</summary>
public sealed record BacsDays(DateOnly Submission, DateOnly Processing, DateOnly Payment);

/// <summary>The three-day cycle of Bacs (scheme rules; DOMAIN 11.3).</summary>
public sealed class BacsCalendar(BankHolidays holidays)
{
    /// <summary>How many days before it is processed Bacs takes a file at the earliest.</summary>
    public const int EarliestDays = 30;

    // The window for files closes at 22:30.
    private static readonly TimeSpan ClosedForTheDay = TimeSpan.FromMinutes(90);

    /// <summary>The first day on which a file that is ready at an instant can still be submitted: today in London, after 22:30 tomorrow.</summary>
    public static DateOnly FirstSubmission(DateTimeOffset instant) => LondonTime.DateOf(instant + ClosedForTheDay);

    /// <summary>Monday to Friday, and no bank holiday in England.</summary>
    public bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);

    /// <summary>The days of a payment that its payee has on <paramref name="payment"/>, a working day.</summary>
    public BacsDays DaysOf(DateOnly payment)
    {
        var processing = WorkingDayBefore(payment);
        return new BacsDays(WorkingDayBefore(processing), processing, payment);
    }

    private DateOnly WorkingDayBefore(DateOnly day)
    {
        do
            day = day.AddDays(-1);
        while (!IsWorkingDay(day));
        return day;
    }
}
