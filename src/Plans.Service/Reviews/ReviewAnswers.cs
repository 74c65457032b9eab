using Grpc.Core;
using PersonalBudgets.Contracts;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Reviews;

/// <summary>What came of a flag that asked for a review.</summary>
public sealed record AnsweredReview(PlanFlag Flag, ReviewFinding Finding, string Reasons, string AnsweredBy, DateTimeOffset AnsweredAt);

/// <summary>Takes flags off plans once somebody has looked.</summary>
public sealed class ReviewAnswers(UnitOfWork work, PlanStore plans)
{
    /// <summary>Takes a flag off a plan.</summary>
    /// <exception cref="Refusal">PLAN_NOT_FOUND, ETAG_MISMATCH, FIELD_INVALID, REVIEW_NOT_ASKED.</exception>
    public Task<AnswerReviewResponse> AnswerAsync(AnswerReviewRequest request, ServerCallContext context)
    {
        var (planId, version) = (Guid.Parse(request.PlanId), Etag.Parse(request.Etag));
        return work.MutateAsync(request, context, async mutation =>
        {
            var plan = await plans.GetToChangeAsync(mutation, planId, version);
            // The others stand against the plan until what they tell of is no more.
            if (request.Flag is PlanFlag.PersonDied or PlanFlag.AllocationSuperseded or PlanFlag.DirectPaymentNotPermitted)
                throw Refusal.Invalid(new Violation("flag", "NOT_OF_THIS_KIND", "This flag asks for no review: it goes when what it tells of is no more."));
            if (!plan.Has(request.Flag))
                throw Refusal.Rule("REVIEW_NOT_ASKED", "The plan has no such flag.", null, ("plan_id", planId), ("flag", request.Flag.Code()));
            await plans.AnswerReviewAsync(mutation, planId, request.Flag, request.Finding, request.Reasons.Trim());
            mutation.Audit("plans.review.answered", "PLAN", planId, request.Finding.Code());
            return new AnswerReviewResponse { Plan = PlanMessages.Of(await plans.GetAsync(mutation, planId)) };
        }, async (session, id) => new AnswerReviewResponse { Plan = PlanMessages.Of(await plans.GetAsync(session, id)) });
    }
}
