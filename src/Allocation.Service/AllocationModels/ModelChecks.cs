using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using static PersonalBudgets.Allocation.V1.AllocationMethod;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>What a model must keep beyond the rules of its single fields.</summary>
internal static class ModelChecks
{
    private static readonly AllocationMethod[] ByPoints = [Linear, Bands, CalibratedPrice, LookupCurve];

    /// <summary>What belongs to some methods alone: how to see that it is there, whose it is, and who cannot do without.</summary>
    private static readonly (string Field, Func<AllocationModel, bool> IsThere, AllocationMethod[] Of, AllocationMethod[] NeededBy)[] Parts =
    [
        ("domain_points", model => model.DomainPoints.Count > 0, ByPoints, ByPoints),
        ("carer_factors", model => model.CarerFactors is not null, [.. ByPoints, AllocationMethod.NeedsToHours], [.. ByPoints, AllocationMethod.NeedsToHours]),
        ("domain_carer_factors", model => model.DomainCarerFactors.Count > 0, [.. ByPoints, AllocationMethod.NeedsToHours], []),
        ("price_per_point_pence", model => model.PricePerPointPence > 0, [Linear, CalibratedPrice], [Linear, CalibratedPrice]),
        ("bands", model => model.Bands.Count > 0, [Bands], [Bands]),
        ("percentile_basis_points", model => model.PercentileBasisPoints > 0, [CalibratedPrice], [CalibratedPrice]),
        ("sample", model => model.Sample is not null, [CalibratedPrice, LookupCurve], [CalibratedPrice]),
        ("affordability_scale", model => model.AffordabilityScale is not null, [CalibratedPrice], []),
        ("curve", model => model.Curve.Count > 0, [LookupCurve], [LookupCurve]),
        ("needs_to_hours", model => model.NeedsToHours is not null, [AllocationMethod.NeedsToHours], [AllocationMethod.NeedsToHours]),
        ("set_budget", model => model.SetBudget is not null, [AllocationMethod.SetBudget], [AllocationMethod.SetBudget]),
        ("service_rates", model => model.ServiceRates.Count > 0, [ConventionalPackage], [ConventionalPackage]),
    ];

    /// <summary>The faults of a model, all at once.</summary>
    /// <param name="model">The model; the rules of its single fields hold.</param>
    /// <param name="path">Where it stands in the request.</param>
    public static IReadOnlyList<Violation> Faults(AllocationModel model, string path = "allocation_model")
    {
        var faults = new ModelFaults(path);
        foreach (var (field, isThere, methods, neededBy) in Parts)
        {
            if (isThere(model) && !methods.Contains(model.Method))
                faults.Add(field, "NOT_OF_THIS_METHOD", "The model's method does not use it.");
            if (!isThere(model) && neededBy.Contains(model.Method))
                faults.Add(field, "REQUIRED", "The model's method needs it.");
        }

        PointsChecks.Find(model, faults);
        PolicyChecks.Find(model, faults);
        if (model.NeedsToHours is not null)
            HoursChecks.Find(model.NeedsToHours, faults);
        if (model.SetBudget is not null)
            SetBudgetChecks.Find(model.SetBudget, faults);
        faults.FindDuplicates("service_rates", model.ServiceRates, rate => rate.Service);
        return faults.All;
    }
}
