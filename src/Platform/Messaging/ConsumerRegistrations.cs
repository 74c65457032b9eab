using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>The consumers of a service, for <c>AddPlatform("payments", consumers => consumers.Add&lt;PlanApproved, OpenAccountsOnPlanApproved>())</c>.</summary>
public sealed class ConsumerRegistrations
{
    private readonly List<ConsumerRegistration> _all = [];

    internal IReadOnlyList<ConsumerRegistration> All => _all;

    /// <summary>Adds a consumer. Its queue is the one of <see cref="Subscriptions"/> that bears its name.</summary>
    public ConsumerRegistrations Add<TEvent, TConsumer>()
        where TEvent : class, IDomainEvent
        where TConsumer : class, IEventConsumer<TEvent>
    {
        _all.Add(new ConsumerRegistration<TEvent, TConsumer>());
        return this;
    }

    /// <summary>The consumers by their queues.</summary>
    /// <exception cref="InvalidOperationException">A consumer without a queue would never run, a queue without a consumer would only fill up.</exception>
    internal IReadOnlyDictionary<string, ConsumerRegistration> ByQueue(string service, SubscriptionList subscriptions)
    {
        var own = subscriptions.All.Where(s => s.Service == service).ToList();
        var consumers = _all.ToDictionary(consumer => EventContract.QueueOf(service, consumer.Consumer));
        foreach (var (queue, consumer) in consumers)
        {
            if (!own.Exists(s => s.Queue == queue && s.Event == consumer.Event))
                throw new InvalidOperationException($"{consumer.Consumer.Name} has no subscription: the contract's list has no queue {queue} for {consumer.Event.Name}.");
        }
        return own.Find(s => !consumers.ContainsKey(s.Queue)) is { } orphan
            ? throw new InvalidOperationException($"Nobody reads the queue {orphan.Queue}: {service} registers no consumer of that name.")
            : consumers;
    }
}

/// <summary>A consumer and its event, without their types.</summary>
internal abstract class ConsumerRegistration
{
    public abstract Type Event { get; }

    public abstract Type Consumer { get; }

    /// <summary>Runs the consumer, made anew from a scope's services.</summary>
    /// <exception cref="JsonException">The body is not the event's.</exception>
    public abstract Task ConsumeAsync(IServiceProvider scope, string body, ConsumerWork work);

    /// <summary>Lets a transport bind the event's type.</summary>
    public abstract void Visit(IConsumerVisitor visitor, string queue);
}

/// <summary>What a transport does for each consumer.</summary>
internal interface IConsumerVisitor
{
    void Visit<TEvent>(string queue) where TEvent : class, IDomainEvent;
}

internal sealed class ConsumerRegistration<TEvent, TConsumer> : ConsumerRegistration
    where TEvent : class, IDomainEvent
    where TConsumer : class, IEventConsumer<TEvent>
{
    public override Type Event => typeof(TEvent);

    public override Type Consumer => typeof(TConsumer);

    public override Task ConsumeAsync(IServiceProvider scope, string body, ConsumerWork work) =>
        ActivatorUtilities.GetServiceOrCreateInstance<TConsumer>(scope).ConsumeAsync(
            JsonSerializer.Deserialize<TEvent>(body, Envelope.Json) ?? throw new JsonException(), work);

    public override void Visit(IConsumerVisitor visitor, string queue) => visitor.Visit<TEvent>(queue);
}
