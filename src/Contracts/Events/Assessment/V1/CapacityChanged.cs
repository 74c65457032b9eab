namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>Capacity for one decision was found lost or regained (DOMAIN 0, A8). Subject: the finding; where a merge of records told it,
/// the record of the person.</summary>
public sealed record CapacityChanged : IDomainEvent
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

    /// <summary>The decision: `CONSENT_TO_DIRECT_PAYMENT`, `MANAGE_MONEY`, `PLAN` or `SHARE_DATA`.</summary>
    public required string Decision { get; init; }

    /// <summary>The person has capacity for it now.</summary>
    public required bool HasCapacity { get; init; }
}
