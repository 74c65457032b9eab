using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>Who approves a plan by how far it lies above the indicative budget (DOMAIN 7.2, vector R9).</summary>
internal static class ToleranceSteps
{
    /// <summary>The steps of a model that names none (DOMAIN 16): up to 0 % automatic, 5 % team manager, 10 % service manager.</summary>
    public static IReadOnlyList<ToleranceStep> Default { get; } =
    [
        new() { UpToBasisPoints = 0, Level = ApprovalLevel.Automatic },
        new() { UpToBasisPoints = 500, Level = ApprovalLevel.TeamManager },
        new() { UpToBasisPoints = 1000, Level = ApprovalLevel.ServiceManager },
    ];

    /// <summary>Who has to approve. Exact: nothing is rounded before it is compared.</summary>
    /// <param name="indicativePence">The indicative budget; 0 is exceeded by every plan that costs something, beyond all steps.</param>
    /// <param name="plannedPence">What the plan costs, for the same time.</param>
    /// <param name="steps">The model's steps, rising; empty = <see cref="Default"/>.</param>
    public static ApprovalLevel Required(long indicativePence, long plannedPence, IReadOnlyList<ToleranceStep> steps)
    {
        var over = ((Int128)plannedPence - indicativePence) * Exact.Whole;
        foreach (var step in steps.Count is 0 ? Default : steps)
        {
            if (over <= (Int128)step.UpToBasisPoints * indicativePence)
                return step.Level;
        }

        return ApprovalLevel.Panel;
    }

    /// <summary>How far a plan lies above the indicative budget, in basis points of it, half up; null where that is nothing.</summary>
    public static long? OverBasisPoints(long indicativePence, long plannedPence) => indicativePence is 0
        ? null
        : plannedPence >= indicativePence
            ? new Exact(((Int128)plannedPence - indicativePence) * Exact.Whole, indicativePence).Rounded
            : -new Exact(((Int128)indicativePence - plannedPence) * Exact.Whole, indicativePence).Rounded;
}
