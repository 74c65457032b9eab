namespace PersonalBudgets.Contracts.Allocation.V1;

/// <summary>Money was set aside, or more than before, for a plan or in one step. Subject: the commitment.</summary>
public sealed record BudgetCommitted : IDomainEvent
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

    /// <summary>What for: `PLAN`, `INTERIM` or `LIGHT_PATH`.</summary>
    public required string Kind { get; init; }

    /// <summary>The plan, UUID; null unless the kind is `PLAN`.</summary>
    public string? PlanId { get; init; }

    /// <summary>The funders' shares of the whole, as they are now.</summary>
    public required IReadOnlyList<FunderAmount> Shares { get; init; }
}

/// <summary>One funder's share of a budget.</summary>
/// <param name="Funder">The funder's organisation code.</param>
/// <param name="AnnualPence">What recurs, pence a year.</param>
/// <param name="OneOffPence">What is paid once, in pence.</param>
public sealed record FunderAmount(string Funder, long AnnualPence, long OneOffPence);
