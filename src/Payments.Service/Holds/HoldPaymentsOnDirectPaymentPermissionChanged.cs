using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Payments.Holds;

/// <summary>Holds the direct payments of a person while none is permitted, and lets go what was held for that alone when one is (DOMAIN 0, A9).</summary>
public sealed class HoldPaymentsOnDirectPaymentPermissionChanged(PersonStandingStore people, HoldStore holds) : IEventConsumer<DirectPaymentPermissionChanged>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(DirectPaymentPermissionChanged message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        var changed = await holds.ApplyAsync(mutation, await people.RecordPermissionAsync(mutation, personId, message.IsPermitted, message.OccurredAt));
        mutation.Audit("payments.permission.changed", "PERSON", personId, changed > 0 ? "DONE" : "NOTHING_TO_CHANGE");
    });
}
