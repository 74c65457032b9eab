namespace PersonalBudgets.Contracts.Allocation.V1;

/// <summary>An indicative budget stands no more: a later decision took the place of its own, or it was re-issued with another figure. Nothing is committed on it any more. Subject: the allocation.</summary>
public sealed record IndicativeBudgetSuperseded : IDomainEvent
{
    /// <inheritdoc/>
    public required string Programme { get; init; }

    /// <inheritdoc/>
    public required string SubjectId { get; init; }

    /// <inheritdoc/>
    public required int SubjectVersion { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The person. UUID.</summary>
    public required string PersonId { get; init; }
}
