using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Payments.PayRuns;

/// <summary>Where bank files go.</summary>
public sealed class BankFilesSettings
{
    /// <summary>The section <c>BankFiles</c>.</summary>
    public const string Section = "BankFiles";

    /// <summary>The folder that the bank's software reads; made where it is not there, for this user alone.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>How often files that a crash left unwritten are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}
