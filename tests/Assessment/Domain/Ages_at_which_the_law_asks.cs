using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Assessment.AgeTriggers;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 0, A28.</summary>
public sealed class Ages_at_which_the_law_asks
{
    private static readonly DateOnly FirstBirth = new(1900, 1, 1), LastBirth = new(2150, 12, 31);

    [Theory]
    [InlineData("2010-05-17", "2026-05-17", "2027-11-17", "2028-05-17", "2035-05-17", "2078-05-17")]
    [InlineData("2008-02-29", "2024-02-29", "2025-08-29", "2026-03-01", "2033-03-01", "2076-02-29")]
    [InlineData("2009-08-31", "2025-08-31", "2027-02-28", "2027-08-31", "2034-08-31", "2077-08-31")]
    [InlineData("2010-08-29", "2026-08-29", "2028-02-29", "2028-08-29", "2035-08-29", "2078-08-29")]
    public void are_counted_from_the_birth_date(string born, params string[] days) =>
        Assert.Equal(days, AgeTriggerRules.Of(DateOnly.Parse(born)).Select(trigger => trigger.Date));

    // GOV.UK, State Pension age timetable.
    [Theory]
    [InlineData("1953-12-06", "2019-03-06")]
    [InlineData("1954-10-05", "2020-09-06")]
    [InlineData("1954-10-06", "2020-10-06")]
    [InlineData("1956-02-29", "2022-03-01")]
    [InlineData("1960-04-05", "2026-04-05")]
    [InlineData("1960-04-06", "2026-05-06")]
    [InlineData("1960-07-31", "2026-11-30")]
    [InlineData("1960-12-31", "2027-09-30")]
    [InlineData("1961-01-31", "2027-11-30")]
    [InlineData("1961-03-05", "2028-02-05")]
    [InlineData("1961-03-06", "2028-03-06")]
    [InlineData("1977-04-05", "2044-04-05")]
    [InlineData("1977-04-06", "2044-05-06")]
    [InlineData("1978-04-05", "2046-03-06")]
    [InlineData("1978-04-06", "2046-04-06")]
    public void have_pension_age_by_the_table(string born, string day) => Assert.Equal(DateOnly.Parse(day), PensionAges.Known.On(DateOnly.Parse(born)));

    [Fact]
    public void say_what_they_ask_for_and_its_source() => Assert.All(AgeTriggerRules.Of(new DateOnly(2000, 1, 1)), trigger =>
    {
        Assert.NotEmpty(trigger.Asks);
        Assert.Matches("(Act|SI) ", trigger.Source);
    });

    [Fact]
    public void come_in_the_order_of_their_days_whenever_somebody_was_born() => ForAllBirths(born =>
        AgeTriggerRules.Of(born).Select(trigger => trigger.Date).ToArray() is var days && days.Order(StringComparer.Ordinal).SequenceEqual(days));

    [Fact]
    public void are_whole_years_of_age_on_their_day_and_not_on_the_day_before() => ForAllBirths(born =>
        AgeTriggerRules.Of(born).ToDictionary(trigger => trigger.Kind, trigger => Dates.Parse(trigger.Date)) is var days
        && new[] { (AgeTriggerKind.Sixteen, 16), (AgeTriggerKind.Eighteen, 18), (AgeTriggerKind.TwentyFive, 25) }.All(one =>
            Age.InYears(born, days[one.Item1]) == one.Item2 && Age.InYears(born, days[one.Item1].AddDays(-1)) == one.Item2 - 1));

    [Fact]
    public void come_to_nobody_sooner_who_was_born_later() => ForAllBirths(born =>
        AgeTriggerRules.Of(born).Zip(AgeTriggerRules.Of(born.AddDays(1))).All(pair => string.CompareOrdinal(pair.First.Date, pair.Second.Date) <= 0));

    [Fact]
    public void are_found_by_birth_dates_for_exactly_those_whom_they_come_to()
    {
        var births = Gen.Choose(FirstBirth.DayNumber, LastBirth.DayNumber).Select(DateOnly.FromDayNumber);
        var windows = from start in Gen.Choose(new DateOnly(1990, 1, 1).DayNumber, new DateOnly(2120, 1, 1).DayNumber) from days in Gen.Choose(0, 365) select (start, days);

        Prop.ForAll(Arb.From(births), Arb.From(windows), (born, window) =>
        {
            var (first, last) = (DateOnly.FromDayNumber(window.start), DateOnly.FromDayNumber(window.start + window.days));
            var isFound = AgeTriggerRules.BornFor(first, last).Any(range => born >= range.First && born <= range.Last);
            return isFound == AgeTriggerRules.Of(born, first, last).Any();
        }).QuickCheckThrowOnFailure();
    }

    private static void ForAllBirths(Func<DateOnly, bool> law) =>
        Prop.ForAll(Arb.From(Gen.Choose(FirstBirth.DayNumber, LastBirth.DayNumber).Select(DateOnly.FromDayNumber)), law).QuickCheckThrowOnFailure();
}
