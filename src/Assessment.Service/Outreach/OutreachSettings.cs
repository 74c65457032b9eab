using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Assessment.Outreach;

/// <summary>Whom nobody asks again too soon: local policy.</summary>
public sealed class OutreachSettings
{
    /// <summary>The section <c>Outreach</c>.</summary>
    public const string Section = "Outreach";

    /// <summary>For how many days after a decline a person is left out.</summary>
    [Range(1, 3_650)]
    public int DaysAfterDecline { get; set; } = 365;

    /// <summary>For how many days after a contact a person is left out.</summary>
    [Range(1, 3_650)]
    public int DaysAfterContact { get; set; } = 90;
}
