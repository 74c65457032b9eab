namespace PersonalBudgets.Contracts.Allocation.V1;

/// <summary>A figure of a fund passed a threshold, or came back from beyond it. Subject: the alert.</summary>
public sealed record FundForecastBreached : IDomainEvent
{
    /// <inheritdoc/>
    public required string Programme { get; init; }

    /// <inheritdoc/>
    public required string SubjectId { get; init; }

    /// <inheritdoc/>
    public required int SubjectVersion { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The fund. UUID.</summary>
    public required string FundId { get; init; }

    /// <summary>The funder's organisation code.</summary>
    public required string Funder { get; init; }

    /// <summary>The calendar year in which the fund's year begins.</summary>
    public required int FinancialYear { get; init; }

    /// <summary>What the fund is for, such as `GENERAL`.</summary>
    public required string Purpose { get; init; }

    /// <summary>`FORECAST` to the year's end, or `COMMITTED`: duties committed more than is approved.</summary>
    public required string Measure { get; init; }

    /// <summary>The threshold, in basis points of what is approved.</summary>
    public required int ThresholdBasisPoints { get; init; }

    /// <summary>`ABOVE` the threshold now, or at or `BELOW` it again.</summary>
    public required string Direction { get; init; }

    /// <summary>The figure, in pence.</summary>
    public required long FigurePence { get; init; }

    /// <summary>What is approved, in pence.</summary>
    public required long ApprovedPence { get; init; }
}
