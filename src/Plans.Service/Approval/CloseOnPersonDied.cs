using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Plans.Approval;

/// <summary>The plans of a person who died close, in whatever state they are (DOMAIN 0, A3): nothing new of them is approved.</summary>
public sealed class CloseOnPersonDied(PersonStandingStore people, PlanClosing closing) : IEventConsumer<PersonDied>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PersonDied message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        await closing.FollowAsync(mutation, await people.RecordDeathAsync(mutation, personId, message.DeathDate, message.OccurredAt));
        mutation.Audit("plans.person.died", "PERSON", personId);
    });
}
