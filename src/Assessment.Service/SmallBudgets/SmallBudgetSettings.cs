using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Assessment.SmallBudgets;

/// <summary>Section <c>SmallBudgets</c>: what may go the light path (DOMAIN 16).</summary>
internal sealed class SmallBudgetSettings
{
    /// <summary>The most that a one-off budget comes to, in pence.</summary>
    [Range(1, 100_000_000)]
    public int OneOffLimitPence { get; set; } = 100_000;

    /// <summary>The most that a small budget comes to in a year, in pence: <c>low_value_threshold</c>.</summary>
    [Range(1, 100_000_000)]
    public int LowValueLimitPence { get; set; } = 100_000;

    /// <summary>The most items of one budget: <c>one_off.max_items</c>. National guidance names five; a place may name fewer.</summary>
    [Range(1, 5)]
    public int MostItems { get; set; } = 5;
}
