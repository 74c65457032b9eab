using PersonalBudgets.Allocation.Charging.Rates;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Charging.Policies;

/// <summary>What a policy must keep beyond the rules of its single fields: a place may be kinder than the law, never harsher (DOMAIN 16).</summary>
internal static class ChargingPolicyChecks
{
    // The lower limit is where capital begins to count by law; the allowance of care homes is not charged with here.
    private static readonly ChargingElement[] National = [ChargingElement.LowerCapitalLimit, ChargingElement.PersonalExpensesAllowance];

    /// <summary>The faults of a policy, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(ChargingPolicy policy)
    {
        var seen = new HashSet<ChargingElement>();
        var rates = RateTables.NearestTo(Dates.Parse(policy.ValidFrom));
        return
        [
            .. string.IsNullOrWhiteSpace(policy.Source)
                ? [new Violation("charging_policy.source", "REQUIRED", "Where the policy was agreed is said in words.")]
                : Array.Empty<Violation>(),
            // No rule of the field: an update that leaves it out would break it.
            .. policy.DisposableIncomeBasisPoints is 0
                ? [new Violation("charging_policy.disposable_income_basis_points", "REQUIRED", "Say how much of the disposable income is asked for.")]
                : Array.Empty<Violation>(),
            .. policy.LocalRates.Index().SelectMany(rate => Faults(rate.Item, $"charging_policy.local_rates[{rate.Index}]", rates, seen)),
        ];
    }

    private static IEnumerable<Violation> Faults(LocalRate rate, string path, ChargingRates rates, HashSet<ChargingElement> seen)
    {
        if (!seen.Add(rate.Element))
            yield return new Violation($"{path}.element", "DUPLICATE", "This element stands in the policy already.");
        if (National.Contains(rate.Element))
            yield return new Violation($"{path}.element", "NOT_LOCAL", "No place sets this element.");
        else if (rate.AmountPence < rates.Amount(rate.Element))
            yield return new Violation($"{path}.amount_pence", "BELOW_NATIONAL", $"A place sets no less than the national amount, {rates.Amount(rate.Element)} pence in {rates.Year}.");
    }
}
