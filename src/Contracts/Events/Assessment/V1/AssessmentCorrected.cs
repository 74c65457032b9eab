namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>A signed assessment was corrected by a new version. Subject: the new version.</summary>
public sealed record AssessmentCorrected : IDomainEvent
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

    /// <summary>The assessment that it takes the place of. UUID.</summary>
    public required string CorrectedAssessmentId { get; init; }

    /// <summary>The kind, a value of the contract's AssessmentKind without its prefix.</summary>
    public required string Kind { get; init; }
}
