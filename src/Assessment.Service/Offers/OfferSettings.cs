using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Assessment.Offers;

/// <summary>Section <c>Offers</c>: how long an offer waits for its answer.</summary>
internal sealed class OfferSettings
{
    /// <summary>Days from the offer to the last day on which it can be answered. Another can be made as soon as it has passed.</summary>
    [Range(14, 730)]
    public int OpenForDays { get; set; } = 90;

    /// <summary>The time between two looks for offers that were not answered in time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(15);
}
