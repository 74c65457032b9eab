using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>Section <c>FundWatch</c>: alerts of funds.</summary>
internal sealed class FundWatchSettings
{
    /// <summary>How often forecasts are held against their thresholds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);
}
