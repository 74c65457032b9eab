using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Approval;

/// <summary>Puts the plans of a person who has died on their way to the end, and takes them from it where the death was a mistake.</summary>
public sealed class PlanClosing(PersonStandingStore people, PlanStore plans)
{
    private const string Mistake = "A death was recorded by mistake and the plan was closed for it: please submit it again.";

    /// <summary>Brings a person's plans to where what is known of the person has them. An approval that is at work on a plan is waited for.</summary>
    /// <param name="mutation">The work, which holds the person's lock.</param>
    /// <param name="person">The person.</param>
    public async Task FollowAsync(Mutation mutation, PersonStanding person)
    {
        var ids = await people.IdsAsync(mutation, person.PersonId);
        var (changed, action) = person.HasDied
            ? (await plans.CloseAsync(mutation, ids), "plans.plan.closing")
            : (await plans.ReopenAsync(mutation, ids, Mistake), "plans.plan.reopened");
        foreach (var planId in changed)
            mutation.Audit(action, "PLAN", planId, person.HasDied ? "PERSON_DIED" : "DEATH_WITHDRAWN");
    }
}
