using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>What the settings of a calibration must keep beyond the rules of their single fields.</summary>
internal static class SettingsChecks
{
    private const string Path = "entry.settings";

    /// <summary>The faults of settings, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(CalibrationSettings settings)
    {
        var faults = new List<Violation>();
        var isPrice = settings.Method is AllocationMethod.CalibratedPrice;
        if (!isPrice && settings.Method is not AllocationMethod.LookupCurve)
            Add("method", "ENUM_NOT_IN", "A price (CALIBRATED_PRICE) or a curve (LOOKUP_CURVE) can be worked out of a sample.");
        if (isPrice && settings.PercentileBasisPoints is 0)
            Add("percentile_basis_points", "REQUIRED", "The price is a percentile of the sample: say which.");
        NotOf(!isPrice && settings.PercentileBasisPoints > 0, "percentile_basis_points");
        NotOf(!isPrice && settings.ScaleToBudget, "scale_to_budget");
        NotOf(isPrice && settings.CurveRanks > 0, "curve_ranks");
        NotOf(isPrice && settings.StartsAtZero, "starts_at_zero");
        if (settings.CurveRanks is 1)
            Add("curve_ranks", "GTE", "A curve has two points or more.");
        if (settings.ScaleToBudget && settings.BudgetPence is 0)
            Add("budget_pence", "REQUIRED", "What figures are scaled to has to be said.");
        if (settings.ScaleDecision is not null && !settings.ScaleToBudget)
            Add("scale_decision", "NOT_SCALED", "Nothing is scaled: there is nothing to decide.");
        if (Dates.Parse(settings.ToDate) < Dates.Parse(settings.FromDate))
            Add("to_date", "BEFORE_START", "The last day is not before the first.");
        return faults;

        void NotOf(bool isThere, string field)
        {
            if (isThere)
                Add(field, "NOT_OF_THIS_METHOD", "The method does not use it.");
        }

        void Add(string field, string reason, string text) => faults.Add(new Violation($"{Path}.{field}", reason, text));
    }
}
