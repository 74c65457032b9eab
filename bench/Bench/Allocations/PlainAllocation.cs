using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Bench.Allocations;

/// <summary>
/// The arithmetic as somebody would write it down who needs nothing but the figure and how it came about: one table, one loop, the steps as plain values.
/// No model with its name and version, no periods, no message to send.
/// </summary>
internal sealed class PlainAllocation
{
    private const int Whole = 10_000;

    private readonly Dictionary<(string, int), int> _points = [];
    private readonly AllocationModel _model;
    private readonly int[] _factors;

    public PlainAllocation(AllocationModel model)
    {
        _model = model;
        _factors = [Whole, Whole, model.CarerFactors.Some, model.CarerFactors.Most, model.CarerFactors.All];
        foreach (var row in model.DomainPoints)
            _points[(row.Domain, row.Level)] = row.Points;
    }

    internal readonly record struct Step(string Domain, int Level, int Points, int Factor);

    internal readonly record struct Answer(long Pence, long TenThousandths, Step[] Steps);

    /// <summary>The figure with its steps.</summary>
    public Answer Work(IReadOnlyList<Need> needs)
    {
        var steps = new Step[needs.Count];
        var total = 0L;
        for (var i = 0; i < needs.Count; i++)
        {
            var need = needs[i];
            var (points, factor) = (_points[(need.Domain, need.Level)], _factors[(int)need.CarerContribution]);
            total += (long)points * factor;
            steps[i] = new Step(need.Domain, need.Level, points, factor);
        }

        return new Answer(Pence(total), total, steps);
    }

    /// <summary>The figure by itself.</summary>
    public long PenceOf(IReadOnlyList<Need> needs, Func<Need, bool> counts)
    {
        var total = 0L;
        for (var i = 0; i < needs.Count; i++)
        {
            if (counts(needs[i]))
                total += (long)_points[(needs[i].Domain, needs[i].Level)] * _factors[(int)needs[i].CarerContribution];
        }

        return Pence(total);
    }

    /// <summary>Makes sure that the plain loop answers as the calculation does: else it would be no baseline.</summary>
    public static void RequireSameAs(IReadOnlyList<AssessedNeeds> cases)
    {
        foreach (var model in AllocationCases.Models)
        {
            var (compiled, plain) = (CompiledModel.For(model), new PlainAllocation(model));
            foreach (var needs in cases)
            {
                var (component, answer) = (compiled.Explain(AllocationCases.Bases, needs), plain.Work(needs.Needs));
                if (component.AnnualPence != answer.Pence || component.TenThousandthsOfPoints != answer.TenThousandths
                    || !component.Steps.Select(step => new Step(step.Domain, step.Level, step.Points, step.FactorBasisPoints)).SequenceEqual(answer.Steps))
                    throw new InvalidOperationException($"The plain loop gives {answer.Pence}, the calculation {component}.");
            }
        }
    }

    private long Pence(long tenThousandths)
    {
        var (dividend, divisor) = Figure(tenThousandths);
        if (_model.AffordabilityScale is { } scale)
            (dividend, divisor) = (dividend * scale.BasisPoints, divisor * Whole);
        if (_model.TopSliceBasisPoints > 0)
            (dividend, divisor) = (dividend * (Whole - _model.TopSliceBasisPoints), divisor * Whole);
        var pence = (long)(((2 * dividend) + divisor) / (2 * divisor));
        return _model.CapPence > 0 ? Math.Min(pence, _model.CapPence) : pence;
    }

    private (Int128 Dividend, Int128 Divisor) Figure(long tenThousandths)
    {
        if (_model.Method is AllocationMethod.Linear or AllocationMethod.CalibratedPrice)
            return ((Int128)tenThousandths * _model.PricePerPointPence, Whole);
        if (_model.Method is AllocationMethod.Bands)
        {
            for (var i = 0; i < _model.Bands.Count; i++)
            {
                if (tenThousandths <= (long)_model.Bands[i].ToPoints * Whole)
                    return (_model.Bands[i].AnnualPence, 1);
            }
        }

        for (var i = 1; i < _model.Curve.Count; i++)
        {
            var (low, high) = (_model.Curve[i - 1], _model.Curve[i]);
            if (tenThousandths > (long)high.Points * Whole)
                continue;
            Int128 width = (long)(high.Points - low.Points) * Whole;
            return ((low.AnnualPence * width) + ((Int128)(high.AnnualPence - low.AnnualPence) * (tenThousandths - ((long)low.Points * Whole))), width);
        }

        throw new InvalidOperationException("The points lie beyond the model.");
    }
}
