using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Impacts;

/// <summary>An indicative budget that stands, with what another model would need to know.</summary>
/// <param name="AllocationId">The budget.</param>
/// <param name="AnnualPence">As it stands, pence a year.</param>
/// <param name="Issued">What was issued under each kind of model, by <see cref="Kinds"/>; null where none of the kind served.</param>
/// <param name="Profile">The needs, as the contract's NeedsProfile without ids; null for a budget that was issued before needs were kept.</param>
internal readonly record struct StandingBudget(Guid AllocationId, long AnnualPence, IssuedFigures Issued, byte[]? Profile)
{
    /// <summary>The kinds of model, in the order of their figures.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } = [ModelKind.Social, ModelKind.Carer, ModelKind.Health, ModelKind.S117];
}

/// <summary>What was issued under each kind of model, pence a year; null where none of the kind served.</summary>
internal readonly record struct IssuedFigures(long? Social, long? Carer, long? Health, long? S117)
{
    /// <summary>All of them.</summary>
    public long Sum => (Social ?? 0) + (Carer ?? 0) + (Health ?? 0) + (S117 ?? 0);

    /// <summary>The figure of one kind.</summary>
    public long? Of(ModelKind kind) => kind switch
    {
        ModelKind.Social => Social,
        ModelKind.Carer => Carer,
        ModelKind.Health => Health,
        ModelKind.S117 => S117,
        _ => null,
    };

    /// <summary>Those of the components of a budget.</summary>
    public static IssuedFigures Of(IEnumerable<AllocationComponent> components)
    {
        var byKind = components.ToLookup(component => component.Kind, component => component.AnnualPence);
        return new IssuedFigures(Figure(ModelKind.Social), Figure(ModelKind.Carer), Figure(ModelKind.Health), Figure(ModelKind.S117));

        long? Figure(ModelKind kind) => byKind[kind].Any() ? byKind[kind].Sum() : null;
    }
}
