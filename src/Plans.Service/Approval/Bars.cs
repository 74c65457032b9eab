using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Plans.Approval;

/// <summary>
/// What stands against a plan because of what was told since it was opened, however complete it is. Looked at when it is submitted, at each
/// approval, and once more when its money is to be set aside: the news may come in between.
/// </summary>
public static class Bars
{
    /// <summary>Everything that stands against it, gravest first.</summary>
    public static IReadOnlyList<BrokenRule> Of(Plan plan) => [.. All(plan)];

    /// <summary>The same as the reason of an approval that is undone; null where nothing stands against the plan.</summary>
    public static FundsRefusal? RefusalOf(Plan plan) =>
        Of(plan) is [var bar, ..] ? new FundsRefusal(bar.Code, bar.Text, bar.Source) : null;

    private static IEnumerable<BrokenRule> All(Plan plan)
    {
        if (plan.Has(PlanFlag.PersonDied))
            yield return new("PERSON_DIED", "person_id", "The person has died: nothing new is approved or set aside.", "DOMAIN 0, A14");
        if (plan.Has(PlanFlag.AllocationSuperseded))
        {
            yield return new(
                "ALLOCATION_SUPERSEDED", "allocation_id",
                "A later decision took the place of the one that this plan's indicative budget was issued on: re-base the plan on the budget that stands.");
        }
        if (plan.Has(PlanFlag.DirectPaymentNotPermitted))
        {
            // Why is not known here, and not told: a third party or the funder may hold the money (DOMAIN 0, A9).
            foreach (var (i, _) in plan.Lines.Index().Where(line => line.Item.IsDirectPayment))
                yield return new("DIRECT_PAYMENT_NOT_PERMITTED", $"lines[{i}]", "No direct payment may be made at present: choose another management of the money.", "SI 2013/1617; SI 2014/2871");
        }
    }
}
