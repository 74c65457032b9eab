using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.People;

/// <summary>What is still held, and not confirmed, for a person who has died. What was confirmed is left to the final account.</summary>
internal sealed class EndedHolds(PersonStandingStore people)
{
    /// <summary>Gives the holds of a person back to the funds if the person has died.</summary>
    /// <param name="mutation">The work, which holds the person's lock.</param>
    /// <param name="person">The person.</param>
    /// <returns>How many were given back.</returns>
    public async Task<int> GiveBackAsync(Mutation mutation, PersonStanding person)
    {
        if (!person.HasDied)
            return 0;
        var held = await CommitmentStore.LockHeldOfPersonAsync(mutation, await people.IdsAsync(mutation, person.PersonId));
        if (held.Count > 0)
            await CommittedMoney.GiveBackAsync(mutation, held, CommitmentState.Released, "PERSON_DIED");
        return held.Count;
    }
}
