namespace PersonalBudgets.Contracts.Allocation.V1;

/// <summary>An indicative budget was issued. Subject: the allocation.</summary>
public sealed record IndicativeBudgetIssued : IDomainEvent
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

    /// <summary>The assessment. UUID.</summary>
    public required string AssessmentId { get; init; }

    /// <summary>The indicative budget, pence a year.</summary>
    public required long AnnualPence { get; init; }

    /// <summary>The indicative budget that this one takes the place of, after another decision or with another figure under the same. UUID; null for a first one.</summary>
    public string? SupersededAllocationId { get; init; }
}
