using Grpc.Core;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Approval;

/// <summary>A funder sends a submitted plan back to its author, with reasons; the other funders' approvals fall with it.</summary>
public sealed class PlanReturn(UnitOfWork work, PlanStore plans)
{
    /// <summary>Returns the plan.</summary>
    /// <exception cref="Refusal">PLAN_NOT_FOUND, ETAG_MISMATCH, PLAN_NOT_SUBMITTED, NOT_A_FUNDER.</exception>
    public Task<ReturnPlanResponse> ReturnAsync(ReturnPlanRequest request, ServerCallContext context)
    {
        var planId = Guid.Parse(request.PlanId);
        var version = Etag.Parse(request.Etag);
        return work.MutateAsync(request, context, async mutation =>
        {
            var plan = await plans.GetToChangeAsync(mutation, planId, version);
            var returned = await plans.SaveAsync(mutation, plan.Return(mutation.Caller.Organisation, request.Reasons.Trim()));
            mutation.Audit("plans.plan.returned", "PLAN", planId);
            mutation.Publish(new PlanReturned
            {
                Programme = mutation.Programme,
                SubjectId = planId.ToString(),
                SubjectVersion = returned.Version,
                OccurredAt = mutation.Now,
                PersonId = returned.PersonId.ToString(),
            }, planId.ToString());
            return new ReturnPlanResponse { Plan = PlanMessages.Of(returned) };
        }, async (session, id) => new ReturnPlanResponse { Plan = PlanMessages.Of(await plans.GetAsync(session, id)) });
    }
}
