using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.Shifts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>A model from a sample: its base with the method, the figures and the scale that the sample gives.</summary>
internal static class CalibratedModel
{
    private const int UsualRanks = 11;
    private const int LargestScale = 20_000;

    /// <summary>Works the figures out.</summary>
    /// <param name="settings">What is asked for, without faults.</param>
    /// <param name="cases">One case or more.</param>
    /// <exception cref="Refusal">SAMPLE_UNFIT; SCALE_NOT_DECIDED; SCALE_OUT_OF_RANGE.</exception>
    public static Calibration WorkOut(CalibrationSettings settings, IReadOnlyList<PricedCase> cases)
    {
        var calibration = new Calibration { Settings = settings };
        if (settings.Method is AllocationMethod.LookupCurve)
        {
            calibration.Curve.Add(FittedCurve.Of(cases, settings.CurveRanks is 0 ? UsualRanks : settings.CurveRanks, settings.StartsAtZero));
            return calibration.Curve.Count > 1 ? calibration : throw Unfit("All cases have the same points, which make no curve.");
        }

        calibration.PricePerPointPence = CalibratedPrice.Of(cases, settings.PercentileBasisPoints).HalfUp();
        if (calibration.PricePerPointPence is 0)
            throw Unfit("A point comes out as worth nothing.");
        if (settings.ScaleToBudget)
        {
            calibration.AffordabilityScale = ScaleOf(settings, calibration.PricePerPointPence, cases);
            calibration.ScaledBelowNeeds = calibration.AffordabilityScale.BasisPoints < Percentile.Whole;
        }

        return calibration;
    }

    /// <summary>The base as a model of the calibration's method and figures.</summary>
    /// <param name="baseModel">The base's content, which becomes the calibrated model's.</param>
    /// <param name="calibration">What was worked out.</param>
    public static AllocationModel Of(AllocationModel baseModel, Calibration calibration)
    {
        var model = baseModel.Clone();
        var settings = calibration.Settings;
        (model.Method, model.PricePerPointPence, model.PercentileBasisPoints) = (settings.Method, calibration.PricePerPointPence, settings.PercentileBasisPoints);
        (model.TopSliceBasisPoints, model.AffordabilityScale) = (settings.TopSliceBasisPoints, calibration.AffordabilityScale);
        model.Bands.Clear();
        model.Curve.Clear();
        model.Curve.Add(calibration.Curve);
        model.Sample = new Sample { People = (int)calibration.CaseCount, FromDate = settings.FromDate, ToDate = settings.ToDate, Source = settings.Source };
        return model;
    }

    /// <summary>The budget by the sum of price times points, cut to whole basis points, so that the sum stays within the budget.</summary>
    private static AffordabilityScale ScaleOf(CalibrationSettings settings, long price, IReadOnlyList<PricedCase> cases)
    {
        var needed = cases.Aggregate((Int128)0, (sum, one) => sum + one.TenThousandthsOfPoints) * price;
        var scale = (Int128)settings.BudgetPence * Exact.Whole * Percentile.Whole / needed;
        if (scale < 1 || scale > LargestScale)
        {
            throw Refusal.Rule(
                "SCALE_OUT_OF_RANGE", "The budget is no scale of what the needs come to: look at both.", "DOMAIN 7.2",
                ("budget_pence", settings.BudgetPence), ("needed_pence", new Rational(needed, Exact.Whole).HalfUp()));
        }

        if (scale >= Percentile.Whole)
            return new AffordabilityScale { BasisPoints = (int)scale };
        if (settings.ScaleDecision is not { } decision)
        {
            throw Refusal.Rule(
                "SCALE_NOT_DECIDED", "The scale is below one: say who decided to give less than the needs come to, when and why.",
                "Care Act 2014 s26; SI 2013/1617 reg 13", ("basis_points", scale));
        }

        return new AffordabilityScale { BasisPoints = (int)scale, Reason = decision.Reason, DecidedBy = decision.DecidedBy, DecisionDate = decision.DecisionDate };
    }

    private static Refusal Unfit(string text) => Refusal.Rule("SAMPLE_UNFIT", text, "DOMAIN 7.1");
}
