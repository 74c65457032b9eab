using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Approval;

/// <summary>
/// Brings a plan from APPROVING to its end: the money is held by Allocation, then the plan is APPROVED. Safe to run at any time, by
/// anybody and at once: a crash before, between or after the two steps leaves a plan that the next run finishes, and the
/// version in the request id and in the update keeps the money from being held, and the plan from being approved, twice.
/// </summary>
public sealed class ApprovalCompletion(UnitOfWork work, PlanStore plans, FundsClient funds, TimeProvider time, ILogger<ApprovalCompletion> log)
{
    private const string Cause = "approval:complete";

    /// <summary>A hold that ends sooner is not built on: the event that confirms it needs time to arrive.</summary>
    private static readonly TimeSpan ShortestHold = TimeSpan.FromMinutes(1);

    /// <summary>A new version for a hold that lapsed, and one more in reserve. What still fails then fails for longer: the sweep looks again.</summary>
    private const int MostAttempts = 3;

    /// <summary>Completes what can be completed now.</summary>
    /// <returns>The plan after: APPROVED; SUBMITTED where the funds refused; APPROVING where Allocation gave no answer to build on.</returns>
    public async Task<Plan> RunAsync(string programme, Guid planId, CancellationToken cancellationToken)
    {
        // Allocation is asked in the service's own name, and so are the steps recorded: who approved is on the approvals.
        using var scope = work.EnterProgramme(programme, Cause);
        var plan = await ReadAsync(programme, planId, cancellationToken);
        for (var attempt = 0; attempt < MostAttempts && plan.State is PlanState.Approving; attempt++)
        {
            using var span = PlansTelemetry.Spans.StartActivity("plan.approved");
            span?.SetTag("budgets.plan.id", planId);
            var answer = Bars.RefusalOf(plan) is { } barred ? new FundsAnswer.Refused(barred) : await funds.HoldAsync(plan, cancellationToken);
            if (answer is FundsAnswer.Unknown unknown)
            {
                PlansLog.FundsGaveNoAnswer(log, planId, unknown.Status);
                return plan;
            }
            plan = await work.WithoutCallerAsync(programme, Cause, mutation => StoreAsync(mutation, plan, answer), cancellationToken);
        }
        return plan;
    }

    private Task<Plan> ReadAsync(string programme, Guid planId, CancellationToken cancellationToken) =>
        work.ReadWithoutCallerAsync(programme, Cause, session => plans.GetAsync(session, planId), cancellationToken);

    private async Task<Plan> StoreAsync(Mutation mutation, Plan asked, FundsAnswer answer)
    {
        var plan = (await plans.FindToChangeAsync(mutation, asked.PlanId))!;
        if (plan.Version != asked.Version)
        {
            // Another run was faster; its answer is as good. Read again: the approvals beside a row that was waited for may be older than it.
            mutation.Audit("plans.plan.approved", "PLAN", plan.PlanId, "DONE_ALREADY");
            return await plans.GetAsync(mutation, plan.PlanId);
        }
        // Told while the money was asked for; the hold lapses, or goes when the plan is returned.
        if (Bars.RefusalOf(plan) is { } barred)
            return await RefuseAsync(mutation, plan, barred);
        return answer switch
        {
            FundsAnswer.Held held when held.ExpiresAt > time.GetUtcNow() + ShortestHold || held.ExpiresAt is null => await ApproveAsync(mutation, plan, held),
            FundsAnswer.Refused refused => await RefuseAsync(mutation, plan, refused.Refusal),
            _ => await AskAnewAsync(mutation, plan),
        };
    }

    private async Task<Plan> ApproveAsync(Mutation mutation, Plan plan, FundsAnswer.Held held)
    {
        var approved = await plans.SaveAsync(mutation, plan.Complete(held.CommitmentId, mutation.Now));
        mutation.Audit("plans.plan.approved", "PLAN", plan.PlanId);
        mutation.Publish(EventOf(approved, mutation), plan.PlanId.ToString());
        PlansTelemetry.CountApproved(mutation.Programme, approved.Cost);
        return approved;
    }

    private async Task<Plan> RefuseAsync(Mutation mutation, Plan plan, FundsRefusal refusal)
    {
        var waiting = await plans.SaveAsync(mutation, plan.RefuseFunds(refusal));
        await plans.SaveApprovalsAsync(mutation, waiting);
        mutation.Audit("plans.plan.approved", "PLAN", plan.PlanId, refusal.Reason);
        return waiting;
    }

    /// <summary>The hold lapsed while nobody looked, or is not this question's. A new version makes a new request id, and that a new hold.</summary>
    private async Task<Plan> AskAnewAsync(Mutation mutation, Plan plan)
    {
        var anew = await plans.SaveAsync(mutation, plan);
        mutation.Audit("plans.plan.approved", "PLAN", plan.PlanId, "ASKED_ANEW");
        return anew;
    }

    private static PlanApproved EventOf(Plan plan, Mutation mutation) => new()
    {
        Programme = mutation.Programme,
        SubjectId = plan.PlanId.ToString(),
        SubjectVersion = plan.Version,
        OccurredAt = mutation.Now,
        PersonId = plan.PersonId.ToString(),
        CommitmentId = plan.CommitmentId!.Value.ToString(),
        StartDate = plan.StartDate!.Value,
        Lines = [.. plan.Lines.Select(line => new ApprovedLine(
            line.LineId.ToString(),
            line.Management.Code(),
            line.Management is Types.V1.Management.Notional ? null : line.PayeeId?.ToString(),
            [.. line.Shares.Select(share => new ApprovedShare(share.Funder, share.AnnualPence, share.OneOffPence))]))],
    };
}
