using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>What a model must keep beyond the rules of its single fields.</summary>
internal static class ModelChecks
{
    private const int FewestCurvePoints = 2;

    /// <summary>The faults of a model, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(AllocationModel model) =>
        [.. TableFaults(model), .. FactorFaults(model.CarerFactors), .. LinearFaults(model), .. CurveFaults(model)];

    private static IEnumerable<Violation> TableFaults(AllocationModel model)
    {
        var seen = new HashSet<(string, int)>();
        return model.DomainPoints
            .Select((row, index) => (Known: !seen.Add((row.Domain, row.Level)), index))
            .Where(row => row.Known)
            .Select(row => Fault($"domain_points[{row.index}]", "DUPLICATE", "This domain and level stand in the table already."));
    }

    private static IEnumerable<Violation> FactorFaults(CarerFactors factors)
    {
        if (factors.Most > factors.Some)
            yield return Fault("carer_factors.most", "ABOVE_LESSER_HELP", "The more a carer does, the less is left: at most what is left where the carer does some.");
        if (factors.All > factors.Most)
            yield return Fault("carer_factors.all", "ABOVE_LESSER_HELP", "The more a carer does, the less is left: at most what is left where the carer does most.");
    }

    private static IEnumerable<Violation> LinearFaults(AllocationModel model)
    {
        var linear = model.Method is AllocationMethod.Linear;
        if (linear && model.PricePerPointPence is 0)
            yield return Fault("price_per_point_pence", "REQUIRED", "The method LINEAR needs the price of a point.");
        if (!linear && model.PricePerPointPence is not 0)
            yield return Fault("price_per_point_pence", "NOT_OF_THIS_METHOD", "Only the method LINEAR has a price of a point.");
    }

    private static IEnumerable<Violation> CurveFaults(AllocationModel model)
    {
        if (model.Method is not AllocationMethod.LookupCurve)
        {
            if (model.Curve.Count > 0)
                yield return Fault("curve", "NOT_OF_THIS_METHOD", "Only the method LOOKUP_CURVE has a curve.");
            yield break;
        }

        if (model.Curve.Count < FewestCurvePoints)
            yield return Fault("curve", "MIN_ITEMS", "The method LOOKUP_CURVE needs a curve of two points or more.");
        for (var index = 1; index < model.Curve.Count; index++)
        {
            if (model.Curve[index].Points <= model.Curve[index - 1].Points)
                yield return Fault($"curve[{index}].points", "NOT_RISING", "Each point of the curve has more points of need than the one before.");
            if (model.Curve[index].AnnualPence < model.Curve[index - 1].AnnualPence)
                yield return Fault($"curve[{index}].annual_pence", "FALLING", "More need never gives less money.");
        }
    }

    private static Violation Fault(string field, string reason, string text) => new($"allocation_model.{field}", reason, text);
}
