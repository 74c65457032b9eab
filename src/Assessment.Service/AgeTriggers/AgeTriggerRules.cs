using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.AgeTriggers;

/// <summary>What the law asks for at which age (DOMAIN 0, A28). Pure functions of the birth date.</summary>
internal static class AgeTriggerRules
{
    private static readonly DateOnly Earliest = new(1900, 1, 1), Latest = new(2199, 12, 31);

    private static readonly Rule[] Rules =
    [
        new(AgeTriggerKind.Sixteen, birth => Age.Reaches(birth, 16),
            "Ask the person about a direct payment in their own right, and consider their own capacity to decide.",
            "SI 2013/1617 regs 2-5; Mental Capacity Act 2005 s2(5)"),
        new(AgeTriggerKind.SeventeenAndAHalf, birth => birth.AddMonths((17 * 12) + 6),
            "Assess the needs that the person will have as an adult.",
            "Care Act 2014 s58"),
        new(AgeTriggerKind.Eighteen, birth => Age.Reaches(birth, 18),
            "Decide under the law for adults: the Care Act in the place of the Children Act, NHS continuing healthcare in the place of children's continuing care.",
            "Care Act 2014 ss9, 13, 58; SI 2012/2996 Part 6"),
        new(AgeTriggerKind.TwentyFive, birth => Age.Reaches(birth, 25),
            "Assess the contribution again with the minimum income guarantee from 25 on; an education, health and care plan ends.",
            "SI 2014/2672 reg 7; Children and Families Act 2014 s46"),
        new(AgeTriggerKind.PensionAge, PensionAges.Known.On,
            "Assess the contribution again with the minimum income guarantee from pension age on, and ask about benefits that begin.",
            $"SI 2014/2672 reg 7; {PensionAges.Known.Source}"),
    ];

    /// <summary>All of somebody born on a day, by day.</summary>
    public static IEnumerable<AgeTrigger> Of(DateOnly birthDate) => Rules.Select(rule => new AgeTrigger
    {
        Kind = rule.Kind,
        Date = Dates.Text(rule.On(birthDate)),
        Asks = rule.Asks,
        Source = rule.Source,
    });

    /// <summary>Those that fall on a day from the first to the last.</summary>
    public static IEnumerable<AgeTrigger> Of(DateOnly birthDate, DateOnly first, DateOnly last) =>
        Of(birthDate).Where(trigger => Dates.Parse(trigger.Date) is var day && day >= first && day <= last);

    /// <summary>The birth dates for which one falls on a day from the first to the last, as ranges: what a register with an index on birth dates can look up.</summary>
    public static IReadOnlyList<(DateOnly First, DateOnly Last)> BornFor(DateOnly first, DateOnly last) =>
    [
        .. Rules
            // Who is born later is never sooner of an age, so those who come of it in the window are born in one range.
            .Select(rule => (First: FirstBirth(birth => rule.On(birth) >= first), Last: FirstBirth(birth => rule.On(birth) > last).AddDays(-1)))
            .Where(range => range.First <= range.Last),
    ];

    private static DateOnly FirstBirth(Func<DateOnly, bool> isReached)
    {
        var (low, high) = (Earliest.DayNumber, Latest.DayNumber);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isReached(DateOnly.FromDayNumber(middle)) ? (low, middle) : (middle + 1, high);
        }

        return DateOnly.FromDayNumber(low);
    }

    private sealed record Rule(AgeTriggerKind Kind, Func<DateOnly, DateOnly> On, string Asks, string Source);
}
