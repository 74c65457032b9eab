using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Allocation.People;

/// <summary>
/// The death was recorded by mistake: budgets are issued and money is held for the person again. What was given back stays with the funds until
/// the plan is approved anew.
/// </summary>
internal sealed class ForgetDeathOnPersonDeathWithdrawn(PersonStandingStore people) : IEventConsumer<PersonDeathWithdrawn>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PersonDeathWithdrawn message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        await people.RecordDeathAsync(mutation, personId, null, message.OccurredAt);
        mutation.Audit("allocation.person.death_withdrawn", "PERSON", personId);
    });
}
