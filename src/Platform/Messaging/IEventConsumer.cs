using PersonalBudgets.Contracts;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// What a service does when another tells a fact. One consumer has one queue, named after it in <see cref="Subscriptions"/>:
/// <c>OpenAccountsOnPlanApproved</c> of payments reads <c>payments.open-accounts-on-plan-approved</c>.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IEventConsumer<in TEvent> where TEvent : class, IDomainEvent
{
    /// <summary>
    /// Handles one event. First ask other services what is needed, then change the own rows in one <see cref="ConsumerWork.MutateAsync"/>.
    /// It may run more than once for an event; the change is made once.
    /// A refusal or a defect sends the event to the error queue; what may pass (a database, a service that does not answer) is tried again.
    /// </summary>
    Task ConsumeAsync(TEvent message, ConsumerWork work);
}
