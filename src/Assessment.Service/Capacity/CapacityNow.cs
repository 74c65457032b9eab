using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Capacity;

/// <summary>
/// For which decisions a person lacks capacity today. Until somebody finds otherwise a person has it (Mental Capacity Act 2005 s1(2)), and one
/// decision says nothing of another (DOMAIN 0, A8).
/// </summary>
internal sealed record CapacityNow(IReadOnlySet<CapacityDecision> Lacking)
{
    /// <summary>Whether the person lacks capacity for a decision.</summary>
    public bool Lacks(CapacityDecision decision) => Lacking.Contains(decision);

    /// <summary>The state after all findings: the one of the latest day holds, of one day the one recorded last.</summary>
    /// <param name="findings">In the order in which they were recorded.</param>
    public static CapacityNow Of(IEnumerable<CapacityFinding> findings) => new(findings
        .GroupBy(finding => finding.Decision)
        // Dates of the contract sort as text, and the sort keeps the order of one day.
        .Select(one => one.OrderBy(finding => finding.AssessDate, StringComparer.Ordinal).Last())
        .Where(latest => latest.Outcome is CapacityOutcome.LacksCapacity)
        .Select(latest => latest.Decision)
        .ToHashSet());
}
