using PersonalBudgets.Payments.Bacs;

namespace PersonalBudgets.Payments.Tests.Bacs;

public sealed class Bank_holidays
{
    [Theory]
    [InlineData(2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26")]
    [InlineData(2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28")]
    [InlineData(2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28")]
    [InlineData(2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26")]
    public void are_those_of_the_year_by_rule_and_by_data(int year, string days)
    {
        DateOnly[] expected = [.. days.Split(' ').Select(day => DateOnly.ParseExact($"{year}-{day}", "yyyy-MM-dd"))];
        var holidays = BankHolidays.Embedded();

        Assert.Equal(expected, BankHolidays.ByRule(year).Order());
        Assert.Equal(expected, DaysOf(year).Where(holidays.Contains));
    }

    [Fact]
    public void of_a_published_year_are_the_published_ones_even_where_the_rule_says_otherwise()
    {
        // 2022: the spring holiday moved to June, with a day for the jubilee and one for a funeral.
        string[] published =
        [
            "2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02", "2022-06-02", "2022-06-03", "2022-08-29", "2022-09-19", "2022-12-26", "2022-12-27",
        ];

        var holidays = new BankHolidays(published.Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd")));

        Assert.True(holidays.Contains(new DateOnly(2022, 9, 19)));
        Assert.False(holidays.Contains(new DateOnly(2022, 5, 30)));
    }

    [Fact]
    public void of_a_year_with_only_a_proclaimed_day_published_are_that_day_and_those_of_the_rule()
    {
        var holidays = new BankHolidays([new DateOnly(2029, 7, 2)]);

        Assert.True(holidays.Contains(new DateOnly(2029, 7, 2)));
        Assert.True(holidays.Contains(new DateOnly(2029, 12, 25)));
    }

    private static IEnumerable<DateOnly> DaysOf(int year)
    {
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
            yield return day;
    }
}
