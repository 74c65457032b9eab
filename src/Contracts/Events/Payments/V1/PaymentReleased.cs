namespace PersonalBudgets.Contracts.Payments.V1;

/// <summary>A payment was released: posted to the ledger and written to a bank file. Subject: the payment.</summary>
public sealed record PaymentReleased : IDomainEvent
{
    /// <inheritdoc/>
    public required string Programme { get; init; }

    /// <inheritdoc/>
    public required string SubjectId { get; init; }

    /// <inheritdoc/>
    public required int SubjectVersion { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The pay run. UUID.</summary>
    public required string PayRunId { get; init; }

    /// <summary>The plan. UUID.</summary>
    public required string PlanId { get; init; }

    /// <summary>The organisation code of the funder that pays.</summary>
    public required string Funder { get; init; }

    /// <summary>The amount, in pence.</summary>
    public required long AmountPence { get; init; }
}
