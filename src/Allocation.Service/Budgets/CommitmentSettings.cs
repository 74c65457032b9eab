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

    /// <summary>How many requests of one programme to set money aside may wait; more are refused with RESOURCE_EXHAUSTED.</summary>
    [Range(1, 100_000)]
    public int Waiting { get; set; } = 2048;

    /// <summary>How many plan lines one transaction takes of requests that wait; a longer plan is a transaction of its own.</summary>
    [Range(1, 100_000)]
    public int BatchLines { get; set; } = 1000;
}
