using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>What recurs is used to the day, rounded once.</summary>
public sealed class Ending_a_commitment
{
    private static readonly DateOnly Start = new(2026, 5, 1);

    private static CostedLine Used(long annual, long oneOff, string lastDay) =>
        Assert.Single(Ending.Used([new CostedLine { LineId = Guid.NewGuid().ToString(), AnnualPence = annual, OneOffPence = oneOff }], [], Start, DateOnly.Parse(lastDay)));

    [Theory]
    [InlineData("2026-04-30", 0, 0)]
    [InlineData("2026-05-01", 1_000, 90)]
    [InlineData("2026-05-31", 31_000, 90)]
    [InlineData("2027-04-30", 365_000, 90)]
    public void keeps_what_is_used_by_its_last_day(string lastDay, long annual, long oneOff)
    {
        var used = Used(365_000, 90, lastDay);

        Assert.Equal((annual, oneOff), (used.AnnualPence, used.OneOffPence));
    }

    [Fact]
    public void rounds_half_up_once() => Assert.Equal((1, 0), (Ending.Used(1, Start, Start.AddDays(1), Start), Ending.Used(1, Start, Start.AddDays(2), Start)));

    [Fact]
    public void counts_the_days_of_a_leap_year() => Assert.Equal(
        1_000, Ending.Used([new CostedLine { LineId = Guid.NewGuid().ToString(), AnnualPence = 366_000 }], [], new DateOnly(2027, 5, 1), new DateOnly(2027, 5, 1))[0].AnnualPence);

    [Fact]
    public void never_uses_more_than_was_set_aside_nor_less_on_a_later_day()
    {
        Prop.ForAll<uint, byte>((pence, day) =>
        {
            var (sooner, later) = (Ending.Used(pence, Start, Start.AddDays(300), Start.AddDays(day)), Ending.Used(pence, Start, Start.AddDays(300), Start.AddDays(day + 1)));
            return sooner >= 0 && sooner <= later && later <= pence;
        }).QuickCheckThrowOnFailure();
    }
}
