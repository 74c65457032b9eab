namespace PersonalBudgets.Contracts.Allocation.V1;

/// <summary>A later decision took the place of the one that an indicative budget was issued on: nothing is committed on it any more. Subject: the allocation.</summary>
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
