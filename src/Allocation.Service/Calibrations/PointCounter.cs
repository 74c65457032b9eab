using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>
/// Counts points as a model's own calculation does, whatever that model makes of them: at a price of as many pence as a point has ten-thousandths the
/// figure is the points.
/// </summary>
internal sealed class PointCounter(AllocationModel model)
{
    private readonly CompiledModel _counting = CompiledModel.For(new AllocationModel
    {
        AllocationModelId = model.AllocationModelId,
        Kind = model.Kind,
        Method = AllocationMethod.Linear,
        PricePerPointPence = Exact.Whole,
        DomainPoints = { model.DomainPoints },
        CarerFactors = model.CarerFactors,
        DomainCarerFactors = { model.DomainCarerFactors },
    });

    /// <summary>The points of needs, in ten-thousandths.</summary>
    /// <param name="needs">The needs.</param>
    /// <param name="points">The points; without meaning where there is a gap.</param>
    /// <returns>Why they cannot be counted; null where they can.</returns>
    public ModelGap? Count(AssessedNeeds needs, out long points)
    {
        var figure = _counting.Calculate(needs);
        points = figure.AnnualPence;
        return figure.Gap;
    }
}
