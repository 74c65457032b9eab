using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.SmallBudgets;

/// <summary>What may go the light path (DOMAIN 0, A29).</summary>
internal static class SmallBudgetRules
{
    /// <summary>Everything that the proposal lacks.</summary>
    public static IEnumerable<Violation> FaultsOf(SmallBudget budget, SmallBudgetSettings settings)
    {
        if (budget.Items.Count > settings.MostItems)
            yield return new Violation("small_budget.items", "MAX_ITEMS", $"At most {settings.MostItems} items here.");
        if (!budget.Consented)
            yield return new Violation("small_budget.consented", "REQUIRED", "The person, or who consents for them, agrees to it.");
    }

    /// <summary>Makes sure that the amount is within the local limit of its kind.</summary>
    /// <exception cref="Refusal">SMALL_BUDGET_LIMIT.</exception>
    public static void RequireWithinLimit(SmallBudgetKind kind, long amountPence, SmallBudgetSettings settings)
    {
        var limit = kind is SmallBudgetKind.OneOff ? settings.OneOffLimitPence : settings.LowValueLimitPence;
        if (amountPence > limit)
        {
            throw Refusal.Rule(
                "SMALL_BUDGET_LIMIT", "The light path has a limit here; above it the full way is taken.", "Local policy (DOMAIN 16)",
                ("amount_pence", amountPence), ("limit_pence", limit), ("kind", kind.Code()));
        }
    }

    /// <summary>The day on which the financial year of a day begins: 1 April.</summary>
    public static DateOnly FinancialYearOf(DateOnly day) => new(day.Month >= 4 ? day.Year : day.Year - 1, 4, 1);
}
