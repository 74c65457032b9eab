namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>A section of the Mental Health Act, or its end, was recorded; which one is not told here. Subject: the section or
/// the ending of after-care; where a merge of records told it, the record of the person.</summary>
public sealed record LegalStatusChanged : IDomainEvent
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

    /// <summary>Section 117 after-care is in force for the person now.</summary>
    public required bool IsAftercareInForce { get; init; }
}
