namespace PersonalBudgets.Contracts.Plans.V1;

/// <summary>A plan was approved by every funder and its money is set aside. Subject: the plan.</summary>
public sealed record PlanApproved : IDomainEvent
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

    /// <summary>The commitment. UUID.</summary>
    public required string CommitmentId { get; init; }

    /// <summary>First day of the plan.</summary>
    public required DateOnly StartDate { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<ApprovedLine> Lines { get; init; }
}

/// <summary>One line of an approved plan, as money.</summary>
/// <param name="LineId">The line. UUID.</param>
/// <param name="Management">Who holds the money: `NOTIONAL`, `THIRD_PARTY` or `DIRECT_PAYMENT`.</param>
/// <param name="PayeeId">Who is paid. UUID; null where the line is notional.</param>
/// <param name="Shares">The funders' shares.</param>
public sealed record ApprovedLine(string LineId, string Management, string? PayeeId, IReadOnlyList<ApprovedShare> Shares);

/// <summary>One funder's share of a line.</summary>
/// <param name="Funder">The funder's organisation code.</param>
/// <param name="AnnualPence">What recurs, pence a year.</param>
/// <param name="OneOffPence">What is paid once, in pence.</param>
public sealed record ApprovedShare(string Funder, long AnnualPence, long OneOffPence);
