namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>Two records were one person; both histories are kept. Subject: the person who remains.</summary>
public sealed record PeopleMerged : IDomainEvent
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

    /// <summary>The record that was merged into that person. UUID.</summary>
    public required string MergedPersonId { get; init; }
}
