using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Assessment.Cohorts;

/// <summary>How cohorts are looked for.</summary>
public sealed class CohortSettings
{
    /// <summary>The section <c>Cohorts</c>.</summary>
    public const string Section = "Cohorts";

    /// <summary>How many identifications and outreach lists run at once; more are refused with RESOURCE_EXHAUSTED.</summary>
    [Range(1, 100)]
    public int Identifications { get; set; } = 4;
}
