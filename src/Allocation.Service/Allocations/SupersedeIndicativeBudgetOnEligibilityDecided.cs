using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>
/// Ends an indicative budget when a later decision takes the place of its own, whatever that one says. Apart from the issue of the new one: that
/// may wait for a model, and the old one must not be spent meanwhile.
/// </summary>
internal sealed class SupersedeIndicativeBudgetOnEligibilityDecided(PersonStandingStore people) : IEventConsumer<EligibilityDecided>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(EligibilityDecided message, ConsumerWork work) =>
        message.SupersededDecisionId is { } superseded
            ? work.MutateAsync(mutation => SupersedeAsync(mutation, message, Guid.Parse(superseded)))
            : Task.CompletedTask;

    private async Task SupersedeAsync(Mutation mutation, EligibilityDecided message, Guid decisionId)
    {
        // The older decision's budget may be on its way at this moment: the person's lock puts one of the two first.
        await people.LockAsync(mutation, Guid.Parse(message.PersonId));
        var ended = await SupersessionStore.SupersedeAsync(mutation, decisionId, Guid.Parse(message.SubjectId));
        if (ended is null)
        {
            mutation.Audit("allocation.allocation.superseded", "ELIGIBILITY_DECISION", decisionId, "NOTHING_ISSUED");
            return;
        }

        mutation.Audit("allocation.allocation.superseded", "ALLOCATION", ended.Id, personId: Guid.Parse(message.PersonId));
        mutation.Publish(Issuing.Superseded(mutation, ended, message.PersonId), ended.Id.ToString());
    }
}
