namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>A dispute about who pays for an interim arrangement was settled (DOMAIN 0, A4). Subject: the arrangement.</summary>
public sealed record InterimArrangementSettled : IDomainEvent
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

    /// <summary>Who has to bear it, as an organisation code.</summary>
    public required string Liable { get; init; }

    /// <summary>What that funder owes the one that paid meanwhile, in pence; 0 where they are the same.</summary>
    public required long BackChargePence { get; init; }
}
