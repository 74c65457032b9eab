namespace PersonalBudgets.Contracts.Payments.V1;

/// <summary>The ledger accounts of a budget were opened and its payment schedule made. Subject: the schedule.</summary>
public sealed record AccountsOpened : IDomainEvent
{
    /// <inheritdoc/>
    public required string Programme { get; init; }

    /// <inheritdoc/>
    public required string SubjectId { get; init; }

    /// <inheritdoc/>
    public required int SubjectVersion { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The plan. UUID.</summary>
    public required string PlanId { get; init; }

    /// <summary>How many instalments the schedule has.</summary>
    public required int InstalmentCount { get; init; }
}
