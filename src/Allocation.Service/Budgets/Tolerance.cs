using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>How far a plan lies from the indicative budget, and who may approve it (DOMAIN 7.2, local policy of the allocation model).</summary>
internal static class Tolerance
{
    private const int Whole = 10_000;

    /// <summary>What DOMAIN 16 gives a place that has not chosen: nothing above is automatic, then 5 % and 10 %; beyond it is the panel.</summary>
    public static IReadOnlyList<ToleranceStep> Default { get; } =
    [
        new() { UpToBasisPoints = 0, Level = ApprovalLevel.Automatic },
        new() { UpToBasisPoints = 500, Level = ApprovalLevel.TeamManager },
        new() { UpToBasisPoints = 1_000, Level = ApprovalLevel.ServiceManager },
    ];

    /// <summary>The lowest level that approves a plan: the highest that any model of its indicative budget asks for.</summary>
    /// <param name="planPence">What the plan costs in its first year.</param>
    /// <param name="indicativePence">The indicative budget.</param>
    /// <param name="models">The rising steps of each model; none = <see cref="Default"/>.</param>
    public static ApprovalLevel LevelFor(long planPence, long indicativePence, IReadOnlyList<IReadOnlyList<ToleranceStep>> models)
    {
        var above = ((Int128)planPence - indicativePence) * Whole;
        return (models.Count > 0 ? models : [Default]).Max(steps => steps.FirstOrDefault(step => above <= (Int128)step.UpToBasisPoints * indicativePence)?.Level ?? ApprovalLevel.Panel);
    }

    /// <summary>What stands against a plan, all of it: approvals that are missing or too low, and reasons that are not given.</summary>
    /// <param name="planPence">What the plan costs in its first year.</param>
    /// <param name="indicativePence">The indicative budget.</param>
    /// <param name="models">The steps of each of the budget's models.</param>
    /// <param name="funders">Who bears more than before and so approves.</param>
    /// <param name="approvals">Who approved.</param>
    /// <param name="reasons">Why it costs more or less.</param>
    public static IEnumerable<BrokenRule> Broken(
        long planPence, long indicativePence, IReadOnlyList<IReadOnlyList<ToleranceStep>> models, IEnumerable<string> funders, IReadOnlyCollection<BudgetApproval> approvals, string reasons)
    {
        var needed = LevelFor(planPence, indicativePence, models);
        foreach (var funder in funders)
        {
            var level = approvals.FirstOrDefault(approval => approval.Funder == funder)?.Level;
            if (level is null)
                yield return new BrokenRule("APPROVAL_MISSING", funder, "Each funder approves its own share.", "DOMAIN 0, A5");
            else if (level < needed)
                yield return new BrokenRule("APPROVAL_LEVEL_TOO_LOW", funder, "So far above the indicative budget a higher level approves.", "DOMAIN 7.2");
        }

        if (planPence != indicativePence && string.IsNullOrWhiteSpace(reasons))
            yield return new BrokenRule("REASONS_REQUIRED", "reasons", "The plan costs more or less than the indicative budget and does not say why.", "DOMAIN 7.2");
    }
}
