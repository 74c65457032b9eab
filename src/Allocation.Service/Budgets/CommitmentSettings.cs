using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Section <c>Commitments</c>: money that is held for plans.</summary>
internal sealed class CommitmentSettings
{
    /// <summary>How long money is held for a plan that is being approved. Plans builds on no hold that ends within a minute.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "7.00:00:00")]
    public TimeSpan HoldFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The time between two looks for holds that have lapsed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(30);
}
