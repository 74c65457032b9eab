using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Plans.Approval;

/// <summary>The ways of a plan between its states. Pure: each gives the plan after, or refuses; the store raises the version.</summary>
public static class Transitions
{
    /// <summary>The author hands it in. Its guards are <see cref="SubmissionChecks"/>.</summary>
    /// <param name="plan">A plan that can be edited.</param>
    /// <param name="lines">Its lines with the funders' shares.</param>
    /// <param name="shares">The shares of the whole, one for each funder.</param>
    /// <param name="delegations">Whose approval counts for whose share beside its own.</param>
    public static Plan Submit(this Plan plan, IReadOnlyList<PlanLine> lines, IEnumerable<LineShare> shares, ILookup<string, string>? delegations = null) => plan with
    {
        State = PlanState.Submitted,
        Submission = plan.Submission + 1,
        Lines = lines,
        Approvals = [.. shares.Select(share => new ShareApproval(share.Funder, share.AnnualPence, share.OneOffPence) { Delegates = [.. delegations?[share.Funder] ?? []] })],
        ReturnReasons = "",
    };

    /// <summary>One funder approves its share, and those that it decides on by agreement; with the last one the plan is APPROVING.</summary>
    /// <exception cref="Refusal">PLAN_NOT_SUBMITTED, NOT_A_FUNDER, SHARE_APPROVED, APPROVER_IS_AUTHOR; what <see cref="Bars"/> say.</exception>
    public static Plan ApproveShare(this Plan plan, string funder, string approver, IReadOnlySet<string> authors, DateTimeOffset now, ApprovalLevel level = ApprovalLevel.TeamManager)
    {
        // A plan that closes waits for no approval: why it closes tells more.
        if (plan.State is PlanState.Closing && Bars.Of(plan) is { Count: > 0 } closing)
            throw PlanRefusals.Barred(plan, closing);
        var own = plan.SharesOf(funder);
        if (Bars.Of(plan) is { Count: > 0 } bars)
            throw PlanRefusals.Barred(plan, bars);
        var open = own.Where(share => !share.IsApproved).ToArray();
        if (open.Length is 0)
            throw Refusal.Rule("SHARE_APPROVED", "The share of your organisation is approved already.", null, ("plan_id", plan.PlanId));
        if (authors.Contains(approver))
            throw Refusal.Rule(
                "APPROVER_IS_AUTHOR", "Who wrote or submitted a plan does not approve it: somebody else of the organisation does.",
                "DOMAIN 2, guard of APPROVED", ("plan_id", plan.PlanId));
        var approved = open.Aggregate(
            plan, (one, share) => one.With(share with { ApprovedBy = approver, ApprovedByFunder = funder, ApprovedAt = now, Level = level, Refusal = null }));
        return approved.Approvals.All(other => other.IsApproved)
            ? approved with { State = PlanState.Approving, CompletingFunder = (open.FirstOrDefault(share => share.Funder == funder) ?? open[0]).Funder }
            : approved;
    }

    /// <summary>The money is set aside.</summary>
    public static Plan Complete(this Plan plan, Guid commitmentId, DateTimeOffset now) => plan with
    {
        State = PlanState.Approved,
        CommitmentId = commitmentId,
        CompletingFunder = null,
        ApprovedAt = now,
    };

    /// <summary>
    /// The funds said no: the plan waits again, with the approval taken back that the answer speaks of, or the last one, since that one asked for the
    /// money. The approvals of the other funders stand.
    /// </summary>
    public static Plan RefuseFunds(this Plan plan, FundsRefusal refusal)
    {
        var last = plan.Approvals.FirstOrDefault(share => share.Funder == refusal.Funder && Names(refusal))
            ?? plan.Approvals.Single(share => share.Funder == plan.CompletingFunder);
        return plan.With(last with { ApprovedBy = null, ApprovedByFunder = null, ApprovedAt = null, Refusal = refusal }) with
        {
            State = PlanState.Submitted,
            CompletingFunder = null,
        };
    }

    /// <summary>A funder sends it back to its author.</summary>
    /// <exception cref="Refusal">PLAN_NOT_SUBMITTED, NOT_A_FUNDER.</exception>
    public static Plan Return(this Plan plan, string funder, string reasons)
    {
        _ = plan.SharesOf(funder);
        return plan with
        {
            State = PlanState.Returned,
            ReturnReasons = reasons,
            Approvals = [],
            Lines = [.. plan.Lines.Select(line => line with { Shares = [] })],
        };
    }

    private static ShareApproval[] SharesOf(this Plan plan, string funder)
    {
        if (plan.State is not PlanState.Submitted)
            throw PlanRefusals.NotSubmitted(plan);
        ShareApproval[] own = [.. plan.Approvals.Where(share => share.IsDecidedBy(funder))];
        return own.Length > 0 ? own : throw Refusal.Rule("NOT_A_FUNDER", "Your organisation pays no share of this plan.", null, ("plan_id", plan.PlanId));
    }

    /// <summary>An empty fund is no fault of the funder's approval; that its approver may not approve so much is.</summary>
    private static bool Names(FundsRefusal refusal) => refusal.Reason is "APPROVAL_LEVEL_TOO_LOW" or "APPROVAL_MISSING";

    private static Plan With(this Plan plan, ShareApproval changed) => plan with
    {
        Approvals = [.. plan.Approvals.Select(share => share.Funder == changed.Funder ? changed : share)],
    };
}
