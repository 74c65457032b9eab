using Grpc.Core;
using PersonalBudgets.Plans.Approval;
using PersonalBudgets.Plans.Reviews;
using PersonalBudgets.Plans.Rules;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Planning;

/// <summary>The door of <c>PlansService</c>: reading and writing here, the way to approval in <see cref="Approval"/>.</summary>
public sealed class PlansApi(
    UnitOfWork work, PlanStore plans, PersonStandingStore people, RuleBookStore ruleBooks, PlanRebase rebasing, PlanSubmission submission,
    PlanApproval approval, ReviewAnswers reviews, PlanReturn returning) : PlansService.PlansServiceBase
{
    /// <inheritdoc/>
    public override Task<V1.Plan> GetPlan(GetPlanRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ReloadAsync(session, Guid.Parse(request.PlanId)));

    /// <inheritdoc/>
    public override Task<ListPlansResponse> ListPlans(ListPlansRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"plans?person_id={request.PersonId}");
            var personIds = await people.IdsOfFilterAsync(session, request.PersonId);
            var (items, next) = page.Split(await plans.ListAsync(session, personIds, page.After, page.Take), plan => plan.PlanId);
            foreach (var plan in items)
                session.AuditRead("PLAN", plan.PlanId);
            return new ListPlansResponse { Plans = { items.Select(PlanMessages.Of) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<V1.Plan> UpdatePlan(UpdatePlanRequest request, ServerCallContext context)
    {
        var version = Etag.Parse(request.Etag);
        return work.MutateAsync(request, context, async mutation =>
        {
            var plan = await plans.GetToChangeAsync(mutation, Guid.Parse(request.PlanId), version);
            if (!plan.IsEditable)
                throw PlanRefusals.NotEditable(plan);
            var rules = await ruleBooks.GetAsync(mutation);
            var changed = plan.With(request);
            var faults = PlanChecks.Of(changed, request.Plan.Lines.Count > 0, rules).ToArray();
            Refusal.ThrowIfAny(faults);

            var saved = await plans.SaveAsync(mutation, changed.WithFindings(rules, mutation.Today));
            await plans.AddAuthorAsync(mutation, saved.PlanId);
            mutation.Audit("plans.plan.updated", "PLAN", saved.PlanId);
            return PlanMessages.Of(saved);
        }, ReloadAsync);
    }

    /// <inheritdoc/>
    public override Task<RebasePlanResponse> RebasePlan(RebasePlanRequest request, ServerCallContext context) => rebasing.RebaseAsync(request, context);

    /// <inheritdoc/>
    public override Task<SubmitPlanResponse> SubmitPlan(SubmitPlanRequest request, ServerCallContext context) => submission.SubmitAsync(request, context);

    /// <inheritdoc/>
    public override Task<ApprovePlanResponse> ApprovePlan(ApprovePlanRequest request, ServerCallContext context) => approval.ApproveAsync(request, context);

    /// <inheritdoc/>
    public override Task<AnswerReviewResponse> AnswerReview(AnswerReviewRequest request, ServerCallContext context) => reviews.AnswerAsync(request, context);

    /// <inheritdoc/>
    public override Task<ReturnPlanResponse> ReturnPlan(ReturnPlanRequest request, ServerCallContext context) => returning.ReturnAsync(request, context);

    private async Task<V1.Plan> ReloadAsync(Session session, Guid planId)
    {
        var plan = await plans.GetAsync(session, planId);
        session.AuditRead("PLAN", planId);
        return PlanMessages.Of(plan);
    }
}
