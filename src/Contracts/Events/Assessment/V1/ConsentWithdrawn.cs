namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>A person, or who consents for them, withdrew a consent. Subject: the consent.</summary>
public sealed record ConsentWithdrawn : IDomainEvent
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

    /// <summary>What was consented to, a value of the contract's ConsentPurpose without its prefix.</summary>
    public required string Purpose { get; init; }
}
