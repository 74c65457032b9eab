namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>A personal health budget was offered. Subject: the offer.</summary>
public sealed record OfferMade : IDomainEvent
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

    /// <summary>What was offered: `HEALTH` or `INTEGRATED`.</summary>
    public required string Kind { get; init; }
}
