namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>Eligibility was decided. Subject: the decision.</summary>
public sealed record EligibilityDecided : IDomainEvent
{
    /// <inheritdoc/>
    public required string Programme { get; init; }

    /// <inheritdoc/>
    public required string SubjectId { get; init; }

    /// <inheritdoc/>
    public required int SubjectVersion { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The assessment. UUID.</summary>
    public required string AssessmentId { get; init; }

    /// <summary>The person. UUID.</summary>
    public required string PersonId { get; init; }

    /// <summary>The outcome for each legal basis considered.</summary>
    public required IReadOnlyList<DecidedBasis> Outcomes { get; init; }

    /// <summary>At least one basis yields needs to meet.</summary>
    public required bool BudgetGoesAhead { get; init; }

    /// <summary>
    /// The decision that this one takes the place of, UUID; null for a first one. What was issued on that decision no longer
    /// stands on one that holds.
    /// </summary>
    public string? SupersededDecisionId { get; init; }
}

/// <summary>The outcome for one legal basis.</summary>
/// <param name="LegalBasis">The basis: `CARE_ACT`, `CARER`, `S117`, `CHC`, `CC`, `WHEELCHAIR` or `DISCRETIONARY`.</param>
/// <param name="Eligible">Whether there are needs to meet.</param>
public sealed record DecidedBasis(string LegalBasis, bool Eligible);
