using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Allocation.People;

/// <summary>Gives back what is held for a person who died; nothing is issued or held for them any more.</summary>
internal sealed class ReleaseHoldsOnPersonDied(PersonStandingStore people, EndedHolds holds) : IEventConsumer<PersonDied>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PersonDied message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        var released = await holds.GiveBackAsync(mutation, await people.RecordDeathAsync(mutation, personId, message.DeathDate, message.OccurredAt));
        mutation.Audit("allocation.person.died", "PERSON", personId, released > 0 ? "HOLDS_RELEASED" : "DONE");
    });
}
