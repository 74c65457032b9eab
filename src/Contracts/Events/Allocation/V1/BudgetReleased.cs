namespace PersonalBudgets.Contracts.Allocation.V1;

/// <summary>Money that was set aside was given back. Subject: the commitment.</summary>
public sealed record BudgetReleased : IDomainEvent
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

    /// <summary>What it was for: `PLAN`, `INTERIM` or `LIGHT_PATH`.</summary>
    public required string Kind { get; init; }

    /// <summary>The plan, UUID; null unless the kind is `PLAN`.</summary>
    public string? PlanId { get; init; }

    /// <summary>
    /// `RELEASED`, `EXPIRED`, `PLAN_RETURNED`, `PERSON_DIED`, `ADJUSTED`, `ENDED`, `REPLACED` (an interim arrangement, by the full budget), `BACK_CHARGED`
    /// (another funder bears it), or `SUPERSEDED` by the hold of a later version of the plan.
    /// </summary>
    public required string Cause { get; init; }

    /// <summary>What each funder got back.</summary>
    public required IReadOnlyList<FunderAmount> Shares { get; init; }
}
