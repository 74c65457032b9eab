using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Plans.Approval;

/// <summary>
/// Remembers whether direct payments are permitted: a plan that has one is not submitted or approved while they are not (<see cref="Bars"/>).
/// A plan in force stays as it is; Payments holds the money.
/// </summary>
public sealed class KeepPermissionOnDirectPaymentPermissionChanged(PersonStandingStore people) : IEventConsumer<DirectPaymentPermissionChanged>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(DirectPaymentPermissionChanged message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var personId = Guid.Parse(message.PersonId);
        await people.RecordPermissionAsync(mutation, personId, message.IsPermitted, message.OccurredAt);
        mutation.Audit("plans.permission.changed", "PERSON", personId);
    });
}
