namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>An interim arrangement was ended before its last day (DOMAIN 0, A4). Subject: the arrangement.</summary>
public sealed record InterimArrangementEnded : IDomainEvent
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

    /// <summary>The last day.</summary>
    public required DateOnly EndDate { get; init; }
}
