using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Payments.Holds;

/// <summary>Two records were one person: what holds the payments of one holds those of the other, and either id finds both. Schedules stay as they are.</summary>
public sealed class JoinRecordsOnPeopleMerged(PersonStandingStore people, HoldStore holds) : IEventConsumer<PeopleMerged>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PeopleMerged message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        var changed = await holds.ApplyAsync(mutation, await people.MergeAsync(mutation, personId, Guid.Parse(message.MergedPersonId), message.OccurredAt));
        mutation.Audit("payments.people.merged", "PERSON", personId, changed > 0 ? "DONE" : "NOTHING_TO_CHANGE");
    });
}
