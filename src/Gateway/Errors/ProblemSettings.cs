using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Gateway.Errors;

/// <summary>Section <c>Problems</c>: the problem documents of REST.</summary>
public sealed class ProblemSettings
{
    /// <summary>What the <c>type</c> of every problem begins with: where this deployment publishes its list of problems.</summary>
    [Required]
    public Uri BaseUri { get; set; } = new("https://personal-budgets.example/problems");
}
