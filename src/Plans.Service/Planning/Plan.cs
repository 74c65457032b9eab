using PersonalBudgets.Plans.Approval;
using PersonalBudgets.Plans.Reviews;
using PersonalBudgets.Plans.V1;

namespace PersonalBudgets.Plans.Planning;

/// <summary>A care and support plan: what is written in it, and where it stands on the way to approval.</summary>
public sealed record Plan
{
    /// <summary>Its id.</summary>
    public required Guid PlanId { get; init; }

    /// <summary>Raised by each change; as text it is the etag.</summary>
    public required int Version { get; init; }

    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The indicative budget that opened it.</summary>
    public required Guid AllocationId { get; init; }

    /// <summary>What was told before planning, pence a year.</summary>
    public required long IndicativeAnnualPence { get; init; }

    /// <summary>First day of the plan.</summary>
    public DateOnly? StartDate { get; init; }

    /// <summary>What the person wants to achieve.</summary>
    public IReadOnlyList<Outcome> Outcomes { get; init; } = [];

    /// <summary>How the money is spent.</summary>
    public IReadOnlyList<PlanLine> Lines { get; init; } = [];

    /// <summary>Who manages assessment, monitoring and review; empty until named.</summary>
    public string CareCoordinator { get; init; } = "";

    /// <summary>Day of the first review.</summary>
    public DateOnly? FirstReviewDate { get; init; }

    /// <summary>Why it costs more than the indicative budget; empty where it does not say.</summary>
    public string ReasonsAboveIndicative { get; init; } = "";

    /// <summary>Why the needs can be met for less than the indicative budget; empty where it does not say.</summary>
    public string ReasonsBelowIndicative { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public PlanState State { get; init; } = PlanState.Draft;

    /// <summary>How many times it was submitted; each submission has approvals of its own.</summary>
    public int Submission { get; init; }

    /// <summary>One for each funder of the last submission, in the order of the split.</summary>
    public IReadOnlyList<ShareApproval> Approvals { get; init; } = [];

    /// <summary>While the money is being set aside: the funder whose approval was the last.</summary>
    public string? CompletingFunder { get; init; }

    /// <summary>The money set aside.</summary>
    public Guid? CommitmentId { get; init; }

    /// <summary>Why an approver returned it.</summary>
    public string ReturnReasons { get; init; } = "";

    /// <summary>When it was approved.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>What was paid on it so far, in pence.</summary>
    public long PaidPence { get; init; }

    /// <summary>What was told since it was opened, whatever is written in it.</summary>
    public IReadOnlyList<PlanFlag> Told { get; init; } = [];

    /// <summary>What came of the flags that asked for a review, oldest first.</summary>
    public IReadOnlyList<AnsweredReview> Reviews { get; init; } = [];

    /// <summary>No direct payment may be made to its person or in respect of them.</summary>
    public bool IsDirectPaymentBarred { get; init; }

    /// <summary>What was told and bears on what is written.</summary>
    public IEnumerable<PlanFlag> Flags =>
        IsDirectPaymentBarred && Lines.Any(line => line.IsDirectPayment) ? Told.Append(PlanFlag.DirectPaymentNotPermitted).Order() : Told;

    /// <summary>What it costs.</summary>
    public Cost Cost => Costing.Of(Lines);

    /// <summary>Whether it bears a flag.</summary>
    public bool Has(PlanFlag flag) => Flags.Contains(flag);

    /// <summary>Whether its author can change it.</summary>
    public bool IsEditable => State is PlanState.Draft or PlanState.Returned;

    /// <summary>
    /// Whether it costs more in its first year than was told. Exceeding an indicative budget is no fault, but it needs reasons
    /// (DOMAIN 7.2, guard of 2).
    /// </summary>
    public bool IsAboveIndicative => Cost.FirstYearPence > IndicativeAnnualPence;

    /// <summary>Whether it costs less in its first year than was told: that the needs can be met for less needs reasons too (DOMAIN 7.2).</summary>
    public bool IsBelowIndicative => Cost.FirstYearPence < IndicativeAnnualPence;
}
