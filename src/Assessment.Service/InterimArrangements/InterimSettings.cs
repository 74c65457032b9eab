using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Assessment.InterimArrangements;

/// <summary>Section <c>InterimArrangements</c>: local policy.</summary>
internal sealed class InterimSettings
{
    /// <summary>The most days that one arrangement lasts, its first and last day among them. Where the full process takes longer, another one is authorised.</summary>
    [Range(1, 366)]
    public int LongestDays { get; set; } = 84;
}
