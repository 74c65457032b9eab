using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>Methods M1 to M4: points of the needs, beside what carers do, and what the points are worth. Points count in ten-thousandths.</summary>
internal sealed class PointsMethod(AllocationModel model, PointsWorth worth) : CompiledMethod
{
    private readonly LevelTable _noDomain = LevelTable.Empty(CarerTable.Of(model.CarerFactors));

    private readonly DomainTables _domains = LevelTable.ByDomain(
        model.DomainPoints.Select(row => (row.Domain, row.Level, row.Points)),
        model.DomainCarerFactors.ToDictionary(row => row.Domain, row => CarerTable.Of(row.CarerFactors)),
        CarerTable.Of(model.CarerFactors));

    /// <inheritdoc/>
    public override ModelGap? Work(AssessedNeeds needs, AllocationComponent? component, out Exact figure)
    {
        var total = 0L;
        figure = default;
        var (all, steps) = (needs.Needs, component?.Steps);
        var count = all.Count;
        if (steps is not null)
            steps.Capacity = count;
        for (var index = 0; index < count; index++)
        {
            var need = all[index];
            var table = _domains.Find(need.Domain) ?? _noDomain;
            var points = need.Points;
            if (points is 0 && !table.TryGet(need.Level, out points))
                return ModelGap.OfNeed(model.AllocationModelId, need.Domain, need.Level);
            var factor = table.Factors.At(need.CarerContribution);
            total += (long)points * factor;
            steps?.Add(new AllocationStep
            {
                Domain = need.Domain,
                Level = need.Level,
                Points = points,
                FactorBasisPoints = factor,
                TenThousandthsOfPoints = (long)points * factor,
                ScoredByForm = need.Points > 0,
            });
        }

        if (component is not null)
            component.TenThousandthsOfPoints = total;
        return worth.Of(total, component, out figure);
    }

    /// <inheritdoc/>
    public override ModelGap? OfPoints(long tenThousandths, out Exact figure) => worth.Of(tenThousandths, null, out figure);
}
