using System.Collections.Frozen;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>Method M7: what the conventional package would cost at local rates, with what comes on top of each.</summary>
internal sealed class PackageMethod(AllocationModel model) : CompiledMethod
{
    // Hundredths of a unit, and basis points of on-costs.
    private const int Parts = 100 * Exact.Whole;

    private readonly AnnualFactor _factor = Periods.Chosen(model.AnnualFactor);

    private readonly FrozenDictionary<string, ServiceRate> _rates = model.ServiceRates.ToFrozenDictionary(rate => rate.Service, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override ModelGap? Work(AssessedNeeds needs, AllocationComponent? component, out Exact figure)
    {
        figure = default;
        // Nothing recorded is no package that costs nothing.
        if (needs.Package.Count is 0)
            return ModelGap.Of(model.AllocationModelId, "PACKAGE");
        Int128 weekly = 0;
        for (var index = 0; index < needs.Package.Count; index++)
        {
            var line = needs.Package[index];
            if (!_rates.TryGetValue(line.Service, out var rate))
                return ModelGap.Of(model.AllocationModelId, "SERVICE", line.Service);
            var cost = (Int128)line.WeeklyUnitsHundredths * rate.UnitPence * (Exact.Whole + rate.OnCostBasisPoints);
            weekly += cost;
            component?.PackageSteps.Add(new PackageStep
            {
                Service = line.Service,
                WeeklyUnitsHundredths = line.WeeklyUnitsHundredths,
                UnitPence = rate.UnitPence,
                OnCostBasisPoints = rate.OnCostBasisPoints,
                WeeklyPence = new Exact(cost, Parts).Rounded,
            });
        }

        figure = Periods.Annual(new Exact(weekly, Parts), _factor);
        return null;
    }
}
