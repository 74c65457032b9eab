using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>
/// A method of DOMAIN 7.1 with its lookups built. The figure and its explanation come from the same code: where a component is given, the steps are
/// written into it on the way.
/// </summary>
internal abstract class CompiledMethod
{
    /// <summary>The exact figure of the method.</summary>
    /// <param name="needs">The needs.</param>
    /// <param name="component">Where the steps go; null where nobody asks for them.</param>
    /// <param name="figure">The figure; without meaning where there is a gap.</param>
    /// <returns>Why there is no figure; null where there is one.</returns>
    public abstract ModelGap? Work(AssessedNeeds needs, AllocationComponent? component, out Exact figure);

    /// <summary>The bound that the needs themselves set to the method's figure, in pence; null without one.</summary>
    public virtual long? Bound(AssessedNeeds needs) => null;

    /// <summary>The exact figure for points, of a method that counts them.</summary>
    /// <exception cref="InvalidOperationException">The method does not.</exception>
    public virtual ModelGap? OfPoints(long tenThousandths, out Exact figure) => throw new InvalidOperationException("The method counts no points.");

    /// <summary>The method of a model.</summary>
    public static CompiledMethod For(AllocationModel model) => model.Method switch
    {
        AllocationMethod.Linear or AllocationMethod.CalibratedPrice => new PointsMethod(model, new PointPrice(model)),
        AllocationMethod.Bands => new PointsMethod(model, new BandTable(model)),
        AllocationMethod.LookupCurve => new PointsMethod(model, new LookupCurve(model)),
        AllocationMethod.NeedsToHours => new HoursMethod(model),
        AllocationMethod.SetBudget => new SetBudgetMethod(model),
        AllocationMethod.ConventionalPackage => new PackageMethod(model),
        _ => throw new InvalidOperationException($"A model has the method {model.Method}, which is no method."),
    };
}
