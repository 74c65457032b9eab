using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Payments.Holds;

/// <summary>Holds everything of a person who died that is not released: no money goes out any more before the final account (DOMAIN 0, A14).</summary>
public sealed class HoldPaymentsOnPersonDied(PersonStandingStore people, HoldStore holds) : IEventConsumer<PersonDied>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PersonDied message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        var changed = await holds.ApplyAsync(mutation, await people.RecordDeathAsync(mutation, personId, message.DeathDate, message.OccurredAt));
        mutation.Audit("payments.person.died", "PERSON", personId, changed > 0 ? "DONE" : "NOTHING_TO_CHANGE");
    });
}
