using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Assessment.Responsibility;

/// <summary>Section <c>Aftercare</c>: what the place agrees on after-care under section 117.</summary>
public sealed class AftercareSettings
{
    /// <summary>The council's share in basis points of what is paid for after-care until the responsible bodies are found; the integrated care board pays the rest.</summary>
    [Range(0, 10_000)]
    public int InterimCouncilBasisPoints { get; set; } = 5_000;
}
