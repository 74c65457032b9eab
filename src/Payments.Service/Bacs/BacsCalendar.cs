namespace PersonalBudgets.Payments.Bacs;

/// <summary>The days of one Bacs payment: submitted, processed a working day later, credited a working day after that.</summary>
public sealed record BacsDays(DateOnly Submission, DateOnly Processing, DateOnly Payment);

/// <summary>The three-day cycle of Bacs (scheme rules; DOMAIN 11.3).</summary>
public sealed class BacsCalendar(BankHolidays holidays)
{
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
