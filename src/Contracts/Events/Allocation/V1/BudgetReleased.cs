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

    /// <summary>The plan. UUID.</summary>
    public required string PlanId { get; init; }

    /// <summary>`RELEASED`, `EXPIRED`, `PLAN_RETURNED`, `PERSON_DIED`, or `SUPERSEDED` by the hold of a later version of the plan.</summary>
    public required string Cause { get; init; }
}
