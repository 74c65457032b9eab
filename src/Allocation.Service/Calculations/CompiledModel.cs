using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>
/// A model with its lookups built once: from needs to money, by itself or with every step kept. Compile a model once for as many people as it serves;
/// it holds no state of a calculation and may be used by many threads.
/// </summary>
internal sealed class CompiledModel
{
    private readonly CompiledMethod _method;
    private readonly AnnualFactor _factor;
    private readonly int _scale;
    private readonly bool _isOneOff;
    private readonly int _amountSteps;

    private CompiledModel(AllocationModel model)
    {
        Model = model;
        _method = CompiledMethod.For(model);
        _factor = Periods.Chosen(model.AnnualFactor);
        _scale = model.AffordabilityScale?.BasisPoints ?? Exact.Whole;
        _isOneOff = SetBudgetMethod.IsOneOff(model);
        _amountSteps = 1 + (model.AffordabilityScale is null ? 0 : 1) + (model.TopSliceBasisPoints > 0 ? 1 : 0);
    }

    /// <summary>The model, which nobody may change from now on.</summary>
    public AllocationModel Model { get; }

    /// <summary>Builds the lookups of a model without faults.</summary>
    public static CompiledModel For(AllocationModel model) => new(model);

    /// <summary>What the model gives for needs.</summary>
    public Figure Calculate(AssessedNeeds needs)
    {
        var gap = Work(needs, null, out var pence);
        return gap is not null ? new Figure(0, 0, gap) : _isOneOff ? new Figure(0, pence, null) : new Figure(pence, 0, null);
    }

    /// <summary>The same with every step kept.</summary>
    /// <exception cref="Refusal">NEED_NOT_IN_MODEL, NOT_IN_MODEL, OUT_OF_RANGE: the model says nothing about these needs, and nothing is guessed.</exception>
    public AllocationComponent Explain(IReadOnlyList<LegalBasis> bases, AssessedNeeds needs)
    {
        var component = new AllocationComponent
        {
            Kind = Model.Kind,
            AllocationModelId = Model.AllocationModelId,
            AllocationModelName = Model.Name,
            AllocationModelVersion = Model.Version,
            Method = Model.Method,
            AnnualFactor = _factor,
        };
        // A list that grows by itself begins with eight places: more than these ever have.
        component.LegalBases.Capacity = bases.Count;
        component.LegalBases.Add(bases);
        component.AmountSteps.Capacity = _amountSteps;
        if (Work(needs, component, out var pence) is { } gap)
            throw gap.ToRefusal();
        if (_isOneOff)
        {
            component.OneOffPence = pence;
            return component;
        }

        component.AnnualPence = pence;
        component.WeeklyPence = Periods.Weekly(pence, _factor);
        component.FourWeeklyPence = Periods.FourWeekly(pence, _factor);
        return component;
    }

    /// <summary>What a model that counts points gives for points, which count in ten-thousandths.</summary>
    /// <param name="tenThousandths">The points.</param>
    /// <param name="pence">Pence a year; without meaning where there is a gap.</param>
    /// <returns>Why there is no figure; null where there is one.</returns>
    public ModelGap? OfPoints(long tenThousandths, out long pence)
    {
        var gap = _method.OfPoints(tenThousandths, out var figure);
        pence = gap is null ? Bounded(figure, null) : 0;
        return gap;
    }

    private ModelGap? Work(AssessedNeeds needs, AllocationComponent? component, out long pence)
    {
        pence = 0;
        if (_method.Work(needs, component, out var figure) is { } gap)
            return gap;
        Keep(component, AmountStepKind.Method, figure);
        if (_method.Bound(needs) is { } bound && figure.IsAbove(bound))
            Keep(component, AmountStepKind.LivingSituationCap, figure = Exact.Of(bound), bound: bound);
        pence = Bounded(figure, component);
        return null;
    }

    private long Bounded(Exact figure, AllocationComponent? component)
    {
        if (Model.AffordabilityScale is not null)
            Keep(component, AmountStepKind.Affordability, figure = figure.Times(_scale), _scale);
        if (Model.TopSliceBasisPoints > 0)
            Keep(component, AmountStepKind.TopSlice, figure = figure.Times(Exact.Whole - Model.TopSliceBasisPoints), Model.TopSliceBasisPoints);

        var pence = figure.Rounded;
        if (pence < Model.MinimumPence)
            Keep(component, AmountStepKind.Minimum, Exact.Of(pence = Model.MinimumPence), bound: pence);
        if (Model.CapPence > 0 && pence > Model.CapPence)
            Keep(component, AmountStepKind.Cap, Exact.Of(pence = Model.CapPence), bound: pence);
        return pence;
    }

    private static void Keep(AllocationComponent? component, AmountStepKind kind, Exact figure, int basisPoints = 0, long bound = 0) =>
        component?.AmountSteps.Add(new AmountStep { Kind = kind, BasisPoints = basisPoints, BoundPence = bound, Pence = figure.Rounded });
}
