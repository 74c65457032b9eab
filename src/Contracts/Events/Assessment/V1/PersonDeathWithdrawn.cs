namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>A death that was recorded was nobody's, or another person's: the person lives. Subject: the person.</summary>
public sealed record PersonDeathWithdrawn : IDomainEvent
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
