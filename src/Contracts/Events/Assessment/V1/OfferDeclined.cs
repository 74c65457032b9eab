namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>An offer was declined. Subject: the offer.</summary>
public sealed record OfferDeclined : IDomainEvent
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

    /// <summary>The coded reason, a value of the contract's DeclineReason without its prefix.</summary>
    public required string Reason { get; init; }
}
