using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Payments.Holds;

/// <summary>The death was recorded by mistake: what was held for it alone goes on.</summary>
public sealed class LetGoOnPersonDeathWithdrawn(PersonStandingStore people, HoldStore holds) : IEventConsumer<PersonDeathWithdrawn>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PersonDeathWithdrawn message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        var changed = await holds.ApplyAsync(mutation, await people.RecordDeathAsync(mutation, personId, null, message.OccurredAt));
        mutation.Audit("payments.person.death_withdrawn", "PERSON", personId, changed > 0 ? "DONE" : "NOTHING_TO_CHANGE");
    });
}
