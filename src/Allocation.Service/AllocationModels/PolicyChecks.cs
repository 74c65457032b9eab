using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>What bounds, scale, sample and tolerance must keep, whatever the method.</summary>
internal static class PolicyChecks
{
    private const int WithoutScaling = 10_000;

    public static void Find(AllocationModel model, ModelFaults faults)
    {
        if (model.CapPence > 0 && model.CapPence < model.MinimumPence)
            faults.Add("cap_pence", "BELOW_MINIMUM", "The cap is not below the minimum.");
        if (model.Sample is { } sample && Dates.Parse(sample.ToDate) < Dates.Parse(sample.FromDate))
            faults.Add("sample.to_date", "BEFORE_START", "The last day of the costs is not before the first.");
        FindScale(model.AffordabilityScale, faults);
        FindTolerance(model, faults);
    }

    /// <summary>A scale below one gives people less than their needs would: somebody answers for that, by name of office, day and reason.</summary>
    private static void FindScale(AffordabilityScale? scale, ModelFaults faults)
    {
        if (scale is null or { BasisPoints: >= WithoutScaling })
            return;
        foreach (var (field, value) in new[] { ("reason", scale.Reason), ("decided_by", scale.DecidedBy), ("decision_date", scale.DecisionDate) })
        {
            if (string.IsNullOrWhiteSpace(value))
                faults.Add($"affordability_scale.{field}", "REQUIRED", "To give less than the sample's price is a decision of policy: say why, who decided it and when.");
        }
    }

    private static void FindTolerance(AllocationModel model, ModelFaults faults)
    {
        faults.FindNotRising("tolerance_steps", "up_to_basis_points", model.ToleranceSteps, step => step.UpToBasisPoints);
        faults.FindNotRising("tolerance_steps", "level", model.ToleranceSteps, step => (long)step.Level);
        foreach (var (index, step) in model.ToleranceSteps.Index())
        {
            if (step.Level is ApprovalLevel.Panel)
                faults.Add($"tolerance_steps[{index}].level", "ENUM_NOT_IN", "The panel approves what lies beyond every step, and has none of its own.");
        }
    }
}
