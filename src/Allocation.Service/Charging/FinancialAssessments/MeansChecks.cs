using PersonalBudgets.Allocation.Charging.Contributions;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Charging.FinancialAssessments;

/// <summary>What means must keep beyond the rules of their single fields.</summary>
internal static class MeansChecks
{
    /// <summary>The faults of somebody's means, all at once.</summary>
    /// <param name="means">The means.</param>
    /// <param name="day">The day whose means they are.</param>
    /// <param name="path">Where they stand in the request.</param>
    public static IEnumerable<Violation> Faults(Means means, DateOnly day, string path)
    {
        if (means.Circumstances is { PartnerOfPensionAge: true, IsCoupleMember: false })
            yield return new Violation($"{path}.circumstances.partner_of_pension_age", "NOT_OF_THIS_KIND", "Only a member of a couple has a partner.");
        if (means.DisabilityExpenses.Count > 0 && !means.DisabilityExpensesConsidered)
        {
            yield return new Violation(
                $"{path}.disability_expenses_considered", "REQUIRED", "There are costs of the disability, so it was asked what they are: say so.");
        }

        foreach (var (place, expense) in means.DisabilityExpenses.Index())
        {
            if (string.IsNullOrWhiteSpace(expense.Description))
                yield return new Violation($"{path}.disability_expenses[{place}].description", "REQUIRED", "What the cost is for is said in words.");
        }

        var rules = ChargingRules.InForce(day);
        foreach (var (place, capital) in means.Capitals.Index())
        {
            foreach (var fault in Faults(capital, rules.Of(capital.Kind), rules, day, $"{path}.capitals[{place}]"))
                yield return fault;
        }
    }

    private static IEnumerable<Violation> Faults(Capital capital, CapitalRule rule, ChargingRules rules, DateOnly day, string path)
    {
        if (capital.JointHolders is 1)
            yield return new Violation($"{path}.joint_holders", "JOINT_HOLDERS", "Two or more hold something jointly; leave it out where the person alone does.");
        if (capital.JointHolders > 1 && rule.Treatment is Treatment.Land)
        {
            yield return new Violation(
                $"{path}.joint_holders", "NOT_OF_THIS_KIND", "Land is not taken to be held in equal shares: give what the person's own interest is worth (SI 2014/2672 reg 24).");
        }

        var isNotional = capital.Kind is CapitalKind.Notional;
        if (isNotional && string.IsNullOrWhiteSpace(capital.DeprivationReason))
            yield return new Violation($"{path}.deprivation_reason", "REQUIRED", "What became of it, and why that was to pay less, is said in words (SI 2014/2672 reg 22).");
        if (!isNotional && capital.DeprivationReason is not "")
            yield return new Violation($"{path}.deprivation_reason", "NOT_OF_THIS_KIND", "Only capital that the person no longer has was given away.");
        if (!isNotional && capital.ReducedPence > 0)
            yield return new Violation($"{path}.reduced_pence", "NOT_OF_THIS_KIND", "Only capital that the person no longer has becomes less by what they pay.");
        if (capital.ReducedPence > capital.ValuePence)
            yield return new Violation($"{path}.reduced_pence", "OUT_OF_RANGE", "It becomes no less than nothing.");
        if (capital.Disregard is CapitalDisregard.Unspecified)
        {
            if (capital.DisregardFrom is not "")
                yield return new Violation($"{path}.disregard_from", "NOT_OF_THIS_KIND", "No rule that leaves this capital out is named.");
            yield break;
        }

        if (!rule.Disregards.Contains(capital.Disregard.Code()))
            yield return new Violation($"{path}.disregard", "NOT_OF_THIS_KIND", "This rule is not for capital of this kind.");
        var ends = rules.Of(capital.Disregard).Weeks > 0;
        if (ends && capital.DisregardFrom is "")
            yield return new Violation($"{path}.disregard_from", "REQUIRED", "This rule ends after some weeks: say from which day they are counted.");
        if (!ends && capital.DisregardFrom is not "")
            yield return new Violation($"{path}.disregard_from", "NOT_OF_THIS_KIND", "This rule does not end by itself.");
        if (ends && capital.DisregardFrom is not "" && Dates.Parse(capital.DisregardFrom) > day)
            yield return new Violation($"{path}.disregard_from", "AFTER_START", "The rule would begin after the day whose means these are.");
    }
}
