using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>What the tables of the methods that count points must keep.</summary>
internal static class PointsChecks
{
    private const int FewestCurvePoints = 2;

    public static void Find(AllocationModel model, ModelFaults faults)
    {
        faults.FindDuplicates("domain_points", model.DomainPoints, row => (row.Domain, row.Level));
        faults.FindDuplicates("domain_carer_factors", model.DomainCarerFactors, row => row.Domain);
        FindFactors("carer_factors", model.CarerFactors, faults);
        foreach (var (index, row) in model.DomainCarerFactors.Index())
            FindFactors($"domain_carer_factors[{index}].carer_factors", row.CarerFactors, faults);

        if (model is { Method: AllocationMethod.LookupCurve, Curve.Count: > 0 and < FewestCurvePoints })
            faults.Add("curve", "MIN_ITEMS", "A curve has two points or more.");
        faults.FindNotRising("curve", "points", model.Curve, point => point.Points);
        faults.FindFalling("curve", model.Curve, point => point.AnnualPence);
        FindBands(model, faults);
        faults.FindFalling("bands", model.Bands, band => band.AnnualPence);
    }

    private static void FindFactors(string field, CarerFactors? factors, ModelFaults faults)
    {
        if (factors?.Most > factors?.Some)
            faults.Add($"{field}.most", "ABOVE_LESSER_HELP", "The more a carer does, the less is left: at most what is left where the carer does some.");
        if (factors?.All > factors?.Most)
            faults.Add($"{field}.all", "ABOVE_LESSER_HELP", "The more a carer does, the less is left: at most what is left where the carer does most.");
    }

    private static void FindBands(AllocationModel model, ModelFaults faults)
    {
        foreach (var (index, band) in model.Bands.Index())
        {
            if (band.ToPoints <= band.FromPoints)
                faults.Add($"bands[{index}].to_points", "NOT_RISING", "A band ends above where it begins.");
            if (index is 0)
                continue;
            var border = model.Bands[index - 1].ToPoints;
            // A carer leaves parts of points: 20.5 must lie in a band as well, so bands share their borders.
            if (band.FromPoints > border)
                faults.Add($"bands[{index}].from_points", "GAP", "A band begins where the one before ends: parts of points lie between whole ones.");
            if (band.FromPoints < border)
                faults.Add($"bands[{index}].from_points", "OVERLAP", "A band begins where the one before ends, and not before.");
        }
    }
}
