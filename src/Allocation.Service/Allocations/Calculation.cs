using Google.Protobuf.Collections;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>
/// From needs to money by one model, with every step kept. Methods M1 and M4 of DOMAIN 7.1. Points count in
/// ten-thousandths, because a carer may leave part of one; money is rounded half up, once, at the end.
/// </summary>
internal static class Calculation
{
    /// <summary>Ten-thousandths of a point in a point, and basis points in all of a need.</summary>
    private const int Whole = 10_000;

    /// <summary>Works out what a model gives for needs.</summary>
    /// <exception cref="Refusal">NEED_NOT_IN_MODEL, OUT_OF_RANGE: the model says nothing about these needs, and nothing is guessed.</exception>
    public static AllocationComponent Calculate(AllocationModel model, IReadOnlyList<LegalBasis> bases, IReadOnlyList<Need> needs)
    {
        var table = model.DomainPoints.ToDictionary(row => (row.Domain, row.Level), row => row.Points);
        var component = new AllocationComponent
        {
            Kind = model.Kind,
            AllocationModelId = model.AllocationModelId,
            LegalBases = { bases },
            Steps = { needs.Select(need => Step(model, table, need)) },
        };
        component.TenThousandthsOfPoints = component.Steps.Sum(step => step.TenThousandthsOfPoints);
        component.AnnualPence = model.Method switch
        {
            AllocationMethod.Linear => Linear(component.TenThousandthsOfPoints, model.PricePerPointPence),
            AllocationMethod.LookupCurve => Lookup(component.TenThousandthsOfPoints, model.Curve),
            _ => throw new InvalidOperationException($"A model has the method {model.Method}, which is no method."),
        };
        return component;
    }

    private static AllocationStep Step(AllocationModel model, Dictionary<(string, int), int> table, Need need)
    {
        if (!table.TryGetValue((need.Domain, need.Level), out var points))
        {
            throw Refusal.Rule(
                "NEED_NOT_IN_MODEL", "The model has no points for a need of this domain and level.", null,
                ("allocation_model_id", model.AllocationModelId), ("domain", need.Domain), ("level", need.Level));
        }

        var factor = Factor(model.CarerFactors, need.CarerContribution);
        return new AllocationStep
        {
            Domain = need.Domain,
            Level = need.Level,
            Points = points,
            FactorBasisPoints = factor,
            TenThousandthsOfPoints = (long)points * factor,
        };
    }

    private static int Factor(CarerFactors factors, CarerContribution contribution) => contribution switch
    {
        CarerContribution.Unspecified or CarerContribution.None => Whole,
        CarerContribution.Some => factors.Some,
        CarerContribution.Most => factors.Most,
        CarerContribution.All => factors.All,
        _ => throw new InvalidOperationException($"A need has the carer's contribution {contribution}, which is none."),
    };

    /// <summary>M1: points times a price.</summary>
    private static long Linear(long tenThousandths, long pricePence) => HalfUp((Int128)tenThousandths * pricePence, Whole);

    /// <summary>M4: along the line between the two points of the curve around it; on neither side of the curve is there a line.</summary>
    private static long Lookup(long tenThousandths, RepeatedField<CurvePoint> curve)
    {
        for (var index = 1; index < curve.Count; index++)
        {
            var (low, high) = (curve[index - 1], curve[index]);
            var (from, to) = ((long)low.Points * Whole, (long)high.Points * Whole);
            if (from <= tenThousandths && tenThousandths <= to)
            {
                Int128 width = to - from;
                return HalfUp((low.AnnualPence * width) + ((Int128)(high.AnnualPence - low.AnnualPence) * (tenThousandths - from)), width);
            }
        }

        throw Refusal.Rule(
            "OUT_OF_RANGE", "The points lie outside the model's curve, which is never extended.", "DOMAIN 7.3, R10",
            ("ten_thousandths_of_points", tenThousandths), ("lowest_points", curve[0].Points), ("highest_points", curve[^1].Points));
    }

    private static long HalfUp(Int128 dividend, Int128 divisor) => (long)(((2 * dividend) + divisor) / (2 * divisor));
}
