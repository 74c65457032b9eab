using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Plans.Approval;

/// <summary>Two records were one person: what is told of one holds for the plans of both, which stay as they are, and either id finds them.</summary>
public sealed class JoinRecordsOnPeopleMerged(PersonStandingStore people, PlanClosing closing) : IEventConsumer<PeopleMerged>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PeopleMerged message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        await closing.FollowAsync(mutation, await people.MergeAsync(mutation, personId, Guid.Parse(message.MergedPersonId), message.OccurredAt));
        mutation.Audit("plans.people.merged", "PERSON", personId);
    });
}
