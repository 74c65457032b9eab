using System.Globalization;
using PersonalBudgets.Payments.Bacs;

namespace PersonalBudgets.Payments.Tests.Bacs;

public sealed class Bacs_days
{
    private readonly BacsCalendar _calendar = new(BankHolidays.Embedded());

    [Theory]
    [InlineData("2025-08-26", "2025-08-22", "2025-08-21")]
    [InlineData("2025-08-29", "2025-08-28", "2025-08-27")]
    [InlineData("2026-04-07", "2026-04-02", "2026-04-01")]
    public void are_processing_and_submission_on_the_two_working_days_before(string payment, string processing, string submission)
    {
        var days = _calendar.DaysOf(Day(payment));

        Assert.Equal((Day(processing), Day(submission)), (days.Processing, days.Submission));
    }

    [Theory]
    [InlineData("2026-01-15T22:29:59Z", "2026-01-15")]
    [InlineData("2026-01-15T22:30:00Z", "2026-01-16")]
    [InlineData("2026-06-30T21:29:59Z", "2026-06-30")]
    [InlineData("2026-06-30T21:30:00Z", "2026-07-01")]
    [InlineData("2026-12-31T23:59:59Z", "2027-01-01")]
    public void take_files_until_half_past_ten_in_the_evening_in_London(string instant, string first) =>
        Assert.Equal(Day(first), BacsCalendar.FirstSubmission(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-08-29", false)]
    [InlineData("2026-08-30", false)]
    [InlineData("2026-08-31", false)]
    [InlineData("2026-09-01", true)]
    public void are_weekdays_that_are_no_holiday(string day, bool isWorkingDay) => Assert.Equal(isWorkingDay, _calendar.IsWorkingDay(Day(day)));

    [Theory]
    [InlineData(123, "2025-08-26", "PB000123 P05", "DP RUN 2025-P05")]
    [InlineData(1, "2026-04-01", "PB000001 P01", "DP RUN 2026-P01")]
    [InlineData(999999, "2026-03-31", "PB999999 P12", "DP RUN 2025-P12")]
    public void give_references_the_month_of_the_financial_year(int plan, string payDate, string reference, string narrative)
    {
        Assert.Equal(reference, PaymentReference.Of(plan, Day(payDate)));
        Assert.Equal(narrative, PaymentReference.NarrativeOf(Day(payDate)));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
