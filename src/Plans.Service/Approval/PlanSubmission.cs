using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.Rules;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Approval;

/// <summary>Hands a plan in for approval: it is complete, no rule blocks a line, and each funder knows its share.</summary>
public sealed class PlanSubmission(
    UnitOfWork work, PlanStore plans, RuleBookStore ruleBooks, BudgetsService.BudgetsServiceClient budgets, IOptions<ReviewSettings> reviews)
{
    /// <summary>Submits.</summary>
    /// <exception cref="Refusal">PLAN_NOT_FOUND, ETAG_MISMATCH, PLAN_NOT_EDITABLE, or everything of <see cref="SubmissionChecks"/> at once.</exception>
    public async Task<SubmitPlanResponse> SubmitAsync(SubmitPlanRequest request, ServerCallContext context)
    {
        var planId = Guid.Parse(request.PlanId);
        var version = Etag.Parse(request.Etag);
        var shares = await SplitAsync(planId, version, context);
        return await work.MutateAsync(request, context, async mutation =>
        {
            var plan = await plans.GetToChangeAsync(mutation, planId, version);
            if (plan.State is PlanState.Closing && Bars.Of(plan) is { Count: > 0 } bars)
                throw PlanRefusals.Barred(plan, bars);
            if (!plan.IsEditable)
                throw PlanRefusals.NotEditable(plan);
            var assessed = plan.WithFindings(await ruleBooks.GetAsync(mutation), mutation.Today);
            if (SubmissionChecks.Of(assessed, reviews.Value.FirstReviewWeeks) is { Count: > 0 } broken)
                throw Refusal.Rules(broken, ("plan_id", planId));

            // The shares were asked for without a lock. They are of this version, which the etag has just held, and a version never changes.
            var submitted = await plans.SaveAsync(mutation, assessed.Submit(shares!.Lines(assessed), shares!.Totals, shares!.Delegations));
            await plans.SaveApprovalsAsync(mutation, submitted);
            await plans.AddAuthorAsync(mutation, planId);
            mutation.Audit("plans.plan.submitted", "PLAN", planId);
            mutation.Publish(EventOf(submitted, mutation), planId.ToString());
            return new SubmitPlanResponse { Plan = PlanMessages.Of(submitted) };
        }, async (session, id) => new SubmitPlanResponse { Plan = PlanMessages.Of(await plans.GetAsync(session, id)) });
    }

    /// <summary>Asks Allocation for the funders' shares, before the transaction; null where the submission will be refused anyway.</summary>
    private async Task<CostShares?> SplitAsync(Guid planId, int version, ServerCallContext context)
    {
        var plan = await work.ReadAsync(context, async session =>
        {
            session.AuditRead("PLAN", planId);
            var found = await plans.GetAsync(session, planId);
            return found.WithFindings(await ruleBooks.GetAsync(session), session.Today);
        });
        if (!plan.IsEditable || plan.Version != version || SubmissionChecks.Of(plan, reviews.Value.FirstReviewWeeks).Count > 0)
            return null;
        var split = await budgets.SplitCostsAsync(
            new SplitCostsRequest { Lines = { plan.Lines.Select(CostShares.CostOf) }, StartDate = Dates.Text(plan.StartDate), PersonId = plan.PersonId.ToString() },
            cancellationToken: context.CancellationToken);
        return CostShares.Of(split);
    }

    private static PlanSubmitted EventOf(Plan plan, Mutation mutation) => new()
    {
        Programme = mutation.Programme,
        SubjectId = plan.PlanId.ToString(),
        SubjectVersion = plan.Version,
        OccurredAt = mutation.Now,
        PersonId = plan.PersonId.ToString(),
        Funders = [.. plan.Approvals.Select(share => share.Funder)],
    };
}
