using Grpc.Core;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Planning;

/// <summary>
/// Puts a plan on the indicative budget that took the place of its own. A deliberate act of whoever writes the plan: the amount that it is held
/// against changes, so what was written is looked at again and submitted anew.
/// </summary>
public sealed class PlanRebase(UnitOfWork work, PlanStore plans, SupersessionStore supersessions)
{
    /// <summary>Re-bases the plan.</summary>
    /// <exception cref="Refusal">PLAN_NOT_FOUND, ETAG_MISMATCH, PLAN_NOT_EDITABLE, ALLOCATION_STANDS, ALLOCATION_ENDED, PLAN_EXISTS.</exception>
    public Task<RebasePlanResponse> RebaseAsync(RebasePlanRequest request, ServerCallContext context)
    {
        var planId = Guid.Parse(request.PlanId);
        var version = Etag.Parse(request.Etag);
        return work.MutateAsync(request, context, async mutation =>
        {
            var plan = await plans.GetToChangeAsync(mutation, planId, version);
            if (!plan.IsEditable)
                throw PlanRefusals.NotEditable(plan);
            var budget = await BudgetAsync(mutation, plan);
            var rebased = await plans.SaveAsync(mutation, plan with { AllocationId = budget.AllocationId, IndicativeAnnualPence = budget.AnnualPence });
            await plans.AddAuthorAsync(mutation, planId);
            mutation.Audit("plans.plan.rebased", "PLAN", planId);
            return new RebasePlanResponse { Plan = PlanMessages.Of(await plans.GetAsync(mutation, rebased.PlanId)) };
        }, async (session, id) => new RebasePlanResponse { Plan = PlanMessages.Of(await plans.GetAsync(session, id)) });
    }

    private async Task<StandingBudget> BudgetAsync(Mutation mutation, Plan plan)
    {
        if (!plan.Has(PlanFlag.AllocationSuperseded))
            throw Refusal.Rule("ALLOCATION_STANDS", "The plan's indicative budget stands: there is no other to put the plan on.", null, ("plan_id", plan.PlanId));
        var budget = await supersessions.FindStandingAsync(mutation, plan.AllocationId)
            ?? throw Refusal.Rule("ALLOCATION_ENDED", "The later decision yields no indicative budget.", null, ("plan_id", plan.PlanId));
        return await plans.FindOfAllocationAsync(mutation, budget.AllocationId) is { } other
            ? throw Refusal.AlreadyExists("PLAN_EXISTS", "The indicative budget that stands has a plan of its own.", ("plan_id", other))
            : budget;
    }
}
