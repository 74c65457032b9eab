namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>A small or one-off budget was approved on the light path (DOMAIN 0, A29). Subject: the small budget.</summary>
public sealed record SmallBudgetApproved : IDomainEvent
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

    /// <summary>The kind: `ONE_OFF` or `LOW_VALUE`.</summary>
    public required string Kind { get; init; }

    /// <summary>Who pays, as an organisation code.</summary>
    public required string Funder { get; init; }

    /// <summary>The amount in pence: paid once, or for a year.</summary>
    public required long AmountPence { get; init; }

    /// <summary>Who holds the money: `NOTIONAL`, `THIRD_PARTY` or `DIRECT_PAYMENT`.</summary>
    public required string Management { get; init; }
}
