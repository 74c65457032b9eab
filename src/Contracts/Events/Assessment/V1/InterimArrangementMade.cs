namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>Care was arranged until the full process ends (DOMAIN 0, A4). Subject: the arrangement.</summary>
public sealed record InterimArrangementMade : IDomainEvent
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

    /// <summary>Why it could not wait: `URGENT_NEED`, `CHC_FAST_TRACK`, `HOSPITAL_DISCHARGE` or `FUNDING_DISPUTE`.</summary>
    public required string Basis { get; init; }

    /// <summary>Who pays meanwhile, as an organisation code.</summary>
    public required string Funder { get; init; }

    /// <summary>The most that may be spent, in pence.</summary>
    public required long CapPence { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly StartDate { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly EndDate { get; init; }
}
