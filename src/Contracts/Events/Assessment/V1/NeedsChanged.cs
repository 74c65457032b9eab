namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>Needs changed since they were assessed, so they are to be assessed again. Subject: the record of the change.</summary>
public sealed record NeedsChanged : IDomainEvent
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

    /// <summary>The need cannot wait for the assessment.</summary>
    public required bool IsUrgent { get; init; }
}
