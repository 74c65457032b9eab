using Grpc.Core;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Approval;

/// <summary>
/// One funder approves its share, and those that it decides on by agreement. The last approval begins the two steps that set the money aside: it stores APPROVING, and
/// <see cref="ApprovalCompletion"/> does the rest, here or in the sweep after a crash.
/// </summary>
public sealed class PlanApproval(UnitOfWork work, PlanStore plans, ApprovalCompletion completion)
{
    /// <summary>Approves.</summary>
    /// <exception cref="Refusal">Those of <see cref="Transitions.ApproveShare"/>; PLAN_NOT_FOUND, ETAG_MISMATCH; what the funds say.</exception>
    public async Task<ApprovePlanResponse> ApproveAsync(ApprovePlanRequest request, ServerCallContext context)
    {
        var planId = Guid.Parse(request.PlanId);
        var version = Etag.Parse(request.Etag);
        Caller caller = null!;
        Plan plan = null!;
        var response = await work.MutateAsync(request, context, async mutation =>
        {
            var submitted = await plans.GetToChangeAsync(mutation, planId, version);
            var authors = await plans.AuthorsAsync(mutation, planId);
            caller = mutation.Caller;
            plan = await plans.SaveAsync(mutation, submitted.ApproveShare(caller.Organisation, caller.Subject, authors, mutation.Now, ApproverLevel.Of(mutation.Caller.Permissions)));
            await plans.SaveApprovalsAsync(mutation, plan);
            mutation.Audit("plans.share.approved", "PLAN", planId);
            return new ApprovePlanResponse { Plan = PlanMessages.Of(plan) };
        }, async (session, id) =>
        {
            caller = session.Caller;
            plan = await plans.GetAsync(session, id);
            return new ApprovePlanResponse { Plan = PlanMessages.Of(plan) };
        });

        if (plan.State is PlanState.Approving)
            plan = await completion.RunAsync(caller.Programme, planId, context.CancellationToken);
        // The funds said no and this approval is undone: now, or before this repeat of the request came.
        if (plan.Approvals.FirstOrDefault(share => share.Refusal is not null && share.IsDecidedBy(caller.Organisation))?.Refusal is { } refusal)
            throw Refusal.Rule(refusal.Reason, refusal.Text, refusal.Source, ("plan_id", planId));
        response.Plan = PlanMessages.Of(plan);
        return response;
    }
}
