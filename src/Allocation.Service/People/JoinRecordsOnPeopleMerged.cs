using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Allocation.People;

/// <summary>Two records were one person: a death of one is the other's, and either id finds the budgets of both, which stay as they are.</summary>
internal sealed class JoinRecordsOnPeopleMerged(PersonStandingStore people, EndedHolds holds) : IEventConsumer<PeopleMerged>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PeopleMerged message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        var released = await holds.GiveBackAsync(mutation, await people.MergeAsync(mutation, personId, Guid.Parse(message.MergedPersonId), message.OccurredAt));
        mutation.Audit("allocation.people.merged", "PERSON", personId, released > 0 ? "HOLDS_RELEASED" : "DONE");
    });
}
