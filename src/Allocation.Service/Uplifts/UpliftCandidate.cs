using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>A commitment that an uplift looks at.</summary>
/// <param name="Commitment">The commitment.</param>
/// <param name="Shares">The funders' shares of it.</param>
/// <param name="Rises">What rose of it before, the earliest first.</param>
/// <param name="IsSuperseded">A later version of the plan is confirmed.</param>
internal sealed record UpliftCandidate(CommitmentRow Commitment, IReadOnlyList<ShareRow> Shares, IReadOnlyList<LineRise> Rises, bool IsSuperseded)
{
    public IReadOnlyList<CostedLine> Lines { get; } = Commitment.ReadLines();

    public SplitCostsResponse Split { get; } = Commitment.ReadSplit();

    /// <summary>Whether anything is paid for somebody who may have to contribute to it.</summary>
    public bool IsStanding => Commitment is { IsConfirmed: true, PersonDied: false } && !IsSuperseded;

    /// <summary>Why none of it can be uplifted; null where some of it may be.</summary>
    public UpliftExceptionReason? Bar(DateOnly day) => Commitment switch
    {
        { State: "ENDED" } => UpliftExceptionReason.Ended,
        { IsConfirmed: false } => UpliftExceptionReason.NotConfirmed,
        { PersonDied: true } => UpliftExceptionReason.PersonDied,
        _ when IsSuperseded => UpliftExceptionReason.Superseded,
        _ when Lines.Count is 0 => UpliftExceptionReason.WithoutLines,
        _ when day >= Ending.YearEnd(Commitment.StartDate) => UpliftExceptionReason.YearOver,
        _ => null,
    };
}

/// <summary>What is left out, or to be looked at.</summary>
/// <param name="Reason">Why.</param>
/// <param name="LineId">The line; null for all of the commitment.</param>
/// <param name="FinancialAssessmentId">The financial assessment that is to be made anew.</param>
internal sealed record UpliftGap(UpliftExceptionReason Reason, Guid? LineId = null, Guid? FinancialAssessmentId = null);
