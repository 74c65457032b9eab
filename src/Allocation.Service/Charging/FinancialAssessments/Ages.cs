using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Charging.FinancialAssessments;

/// <summary>The days on which charging changes with a person's age. Birth dates are Assessment's; it tells these days, and none of them is kept here.</summary>
/// <param name="Adult">18: charging under the Care Act begins.</param>
/// <param name="TwentyFive">Another minimum income guarantee.</param>
/// <param name="Pension">Another one again.</param>
internal sealed record Ages(DateOnly Adult, DateOnly TwentyFive, DateOnly Pension)
{
    /// <summary>The days of a person.</summary>
    public static Ages Of(PersonAgeTriggers person)
    {
        return new(On(AgeTriggerKind.Eighteen), On(AgeTriggerKind.TwentyFive), On(AgeTriggerKind.PensionAge));

        DateOnly On(AgeTriggerKind kind) => Dates.Parse(person.AgeTriggers.Single(trigger => trigger.Kind == kind).Date);
    }

    /// <summary>The age group on a day; unspecified before 18.</summary>
    public AgeGroup GroupOn(DateOnly day) =>
        day >= Pension ? AgeGroup.PensionAge : day >= TwentyFive ? AgeGroup.From25 : day >= Adult ? AgeGroup._18To24 : AgeGroup.Unspecified;

    /// <summary>The first day after one on which the age group is another; null where it stays.</summary>
    public DateOnly? ChangeAfter(DateOnly day) => day < TwentyFive ? TwentyFive : day < Pension ? Pension : null;
}
