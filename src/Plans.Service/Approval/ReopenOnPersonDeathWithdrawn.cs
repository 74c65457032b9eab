using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Plans.Approval;

/// <summary>
/// The death was recorded by mistake. What was approved is in force again; what was on its way to approval is returned to its author, because the
/// money that was held for it was given back.
/// </summary>
public sealed class ReopenOnPersonDeathWithdrawn(PersonStandingStore people, PlanClosing closing) : IEventConsumer<PersonDeathWithdrawn>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PersonDeathWithdrawn message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        await closing.FollowAsync(mutation, await people.RecordDeathAsync(mutation, personId, null, message.OccurredAt));
        mutation.Audit("plans.person.death_withdrawn", "PERSON", personId);
    });
}
