using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Payments.Holds;

/// <summary>Section <c>Holds</c>: what Assessment asks others to hold about a person.</summary>
internal sealed class HoldsSettings
{
    /// <summary>The time between two looks at whose money the funder is to keep: it has to be within the same day (DOMAIN 0, A23).</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "06:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(15);
}
