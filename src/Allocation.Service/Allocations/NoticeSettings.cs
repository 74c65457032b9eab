using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>Section <c>Notices</c>: how long a person has to ask for another look.</summary>
internal sealed class NoticeSettings
{
    /// <summary>Months from the day on which a person was told, for a decision of the NHS. No law sets them.</summary>
    [Range(1, 24)]
    public int ReconsiderationRequestMonths { get; set; } = 3;

    /// <summary>The same for a complaint about a decision of the council.</summary>
    /// <remarks>SI 2009/309 reg 12(1): twelve months; a place may give more.</remarks>
    [Range(12, 24)]
    public int ComplaintMonths { get; set; } = 12;
}
