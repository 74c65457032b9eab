using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Section <c>Split</c>: what counts where neither the law nor a split policy says anything of shares.</summary>
internal sealed class SplitSettings
{
    /// <summary>
    /// The integrated care board's part of a need that section 117 gives both bodies, in basis points; the council bears
    /// the rest. No law says how they share it; it counts where no split policy is in force.
    /// </summary>
    /// <remarks>DOMAIN 8.3; half is the default of DOMAIN 16, <c>s117.shared_split</c>.</remarks>
    [Range(0, LargestRemainder.Whole)]
    public int SharedIntegratedCareBoardBasisPoints { get; set; } = 5_000;
}
