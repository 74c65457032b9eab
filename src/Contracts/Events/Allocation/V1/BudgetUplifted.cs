namespace PersonalBudgets.Contracts.Allocation.V1;

/// <summary>What recurs of a plan's budget costs more from a day, by an annual uplift: what is still to be paid is to be worked out anew. Subject: the commitment.</summary>
public sealed record BudgetUplifted : IDomainEvent
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

    /// <summary>The plan. UUID.</summary>
    public required string PlanId { get; init; }

    /// <summary>The uplift. UUID.</summary>
    public required string AnnualUpliftId { get; init; }

    /// <summary>The first day at the new rates.</summary>
    public required DateOnly EffectiveDate { get; init; }

    /// <summary>The lines that cost more.</summary>
    public required IReadOnlyList<UpliftedLine> Lines { get; init; }
}

/// <summary>One line at its new rate.</summary>
/// <param name="LineId">The plan line. UUID.</param>
/// <param name="Management">Who holds the money: `NOTIONAL`, `THIRD_PARTY`, `DIRECT_PAYMENT` or `UNSPECIFIED`.</param>
/// <param name="Shares">The funders' shares of a year of it.</param>
public sealed record UpliftedLine(string LineId, string Management, IReadOnlyList<UpliftedShare> Shares);

/// <summary>One funder's share of a year of a line.</summary>
/// <param name="Funder">The funder's organisation code.</param>
/// <param name="AnnualPenceBefore">At the rate before, in pence.</param>
/// <param name="AnnualPence">At the new rate, in pence.</param>
public sealed record UpliftedShare(string Funder, long AnnualPenceBefore, long AnnualPence);
