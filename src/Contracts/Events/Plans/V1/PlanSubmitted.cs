namespace PersonalBudgets.Contracts.Plans.V1;

/// <summary>A plan was submitted for approval. Subject: the plan.</summary>
public sealed record PlanSubmitted : IDomainEvent
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

    /// <summary>The organisation codes of the funders that must approve.</summary>
    public required IReadOnlyList<string> Funders { get; init; }
}
