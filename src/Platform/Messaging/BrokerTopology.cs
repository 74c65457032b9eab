using PersonalBudgets.Contracts;
using RabbitMQ.Client;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// The exchanges and queues of the events: a fanout exchange per event, bound to a fanout exchange and a quorum queue per subscriber.
/// The publisher's migration step declares them too, with the arguments of the consumer, so that an event from before a consumer's first start waits for it.
/// </summary>
internal static class BrokerTopology
{
    /// <summary>Deliveries that end without an answer (the process died) before the broker itself moves a message to the error queue.</summary>
    private const int DeliveryLimit = 20;

    /// <summary>Where a queue's messages go that its consumer gave up.</summary>
    public static string ErrorQueueOf(string queue) => $"{queue}_error";

    /// <summary>
    /// One consumer at a time, for the order; a message that kills its consumer again and again ends in the error queue, and is
    /// in one of the two at every moment (at-least-once, which wants reject-publish).
    /// </summary>
    public static IReadOnlyDictionary<string, object> QueueArguments(string queue) => new Dictionary<string, object>
    {
        ["x-queue-type"] = "quorum",
        ["x-single-active-consumer"] = true,
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = ErrorQueueOf(queue),
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>Listing puts messages back, which counts as a delivery: newer brokers would drop them after 20.</summary>
    private static readonly Dictionary<string, object?> ErrorQueueArguments = new() { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = int.MaxValue };

    /// <summary>Declares what a service publishes and what it consumes.</summary>
    public static async Task DeclareAsync(IChannel channel, string service, IEnumerable<Subscription> subscriptions, IEnumerable<Type> events, CancellationToken cancellationToken)
    {
        foreach (var @event in events.Where(e => EventContract.PublisherOf(e) == service))
            await DeclareExchangeAsync(channel, EventContract.NameOf(@event), cancellationToken);
        foreach (var subscription in subscriptions.Where(s => s.Service == service || EventContract.PublisherOf(s.Event) == service))
            await DeclareAsync(channel, subscription, cancellationToken);
    }

    /// <summary>Declares one subscription: the event's exchange, the queue's, the queue and its error queue.</summary>
    public static async Task DeclareAsync(IChannel channel, Subscription subscription, CancellationToken cancellationToken)
    {
        var queue = subscription.Queue;
        await DeclareExchangeAsync(channel, EventContract.NameOf(subscription.Event), cancellationToken);
        await channel.QueueDeclareAsync(ErrorQueueOf(queue), durable: true, exclusive: false, autoDelete: false, ErrorQueueArguments, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false,
            QueueArguments(queue).ToDictionary(a => a.Key, a => (object?)a.Value), cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue, exchange: queue, routingKey: "", cancellationToken: cancellationToken);
        await channel.ExchangeBindAsync(destination: queue, source: EventContract.ExchangeOf(EventContract.NameOf(subscription.Event)), routingKey: "", cancellationToken: cancellationToken);
    }

    /// <summary>Declares an event's exchange: a publish to one that is not there would close the channel under all others.</summary>
    public static Task DeclareExchangeAsync(IChannel channel, string contract, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(EventContract.ExchangeOf(contract), ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
}
