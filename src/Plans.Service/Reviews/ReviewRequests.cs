using PersonalBudgets.Contracts;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Reviews;

/// <summary>Asks for a review of a person's plans. A flag for those who look at them: payment goes on (DOMAIN 0, A3).</summary>
public sealed class ReviewRequests(PersonStandingStore people, PlanStore plans)
{
    /// <summary>Flags the plans that are not closing.</summary>
    /// <param name="mutation">The work.</param>
    /// <param name="personId">The person, under whichever id.</param>
    /// <param name="cause">What asks for it.</param>
    /// <param name="concerns">Which plans it concerns; null for all.</param>
    public async Task AskAsync(Mutation mutation, Guid personId, PlanFlag cause, Func<Plan, bool>? concerns = null)
    {
        var open = (await plans.ListToChangeAsync(mutation, await people.IdsAsync(mutation, personId))).Where(plan => plan.State is not PlanState.Closing);
        var asked = open.Where(plan => !plan.Has(cause) && (concerns is null || concerns(plan))).ToArray();
        await plans.AskForReviewAsync(mutation, asked.Select(plan => plan.PlanId), cause);
        foreach (var plan in asked)
            mutation.Audit("plans.review.asked", "PLAN", plan.PlanId, cause.Code());
        if (asked.Length is 0)
            mutation.Audit("plans.review.asked", "PERSON", personId, "NO_PLAN");
    }
}
