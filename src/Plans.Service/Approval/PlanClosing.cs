using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Approval;

/// <summary>Puts the plans of a person who has died on their way to the end.</summary>
public sealed class PlanClosing(PersonStandingStore people, PlanStore plans)
{
    /// <summary>Closes what is not closing yet, if the person has died. An approval that is at work on a plan at this moment is waited for.</summary>
    /// <param name="mutation">The work, which holds the person's lock.</param>
    /// <param name="person">The person.</param>
    public async Task CloseAsync(Mutation mutation, PersonStanding person)
    {
        if (!person.HasDied)
            return;
        foreach (var planId in await plans.CloseAsync(mutation, await people.IdsAsync(mutation, person.PersonId)))
            mutation.Audit("plans.plan.closing", "PLAN", planId, "PERSON_DIED");
    }
}
