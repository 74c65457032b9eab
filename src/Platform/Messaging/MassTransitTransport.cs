using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonalBudgets.Contracts;
using RabbitMQ.Client;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// Receives events with MassTransit: connection, deliveries, acknowledgements, spans and health are its work. Publishing is the outbox's,
/// the ladder of retries <see cref="Delivery"/>'s, and the error queue <see cref="ErrorQueue"/>'s.
/// </summary>
internal sealed class MassTransitTransport(
    BrokerAddress address, BrokerConnection broker, ConsumerTable consumers, ErrorQueue errors, Delivery delivery,
    IOptions<ConsumerSettings> settings, IHostApplicationLifetime lifetime, ILoggerFactory loggers)
{
    /// <summary>Makes a bus that receives for all consumers. It waits for a broker that does not answer.</summary>
    public ReceivingBus Create()
    {
        // A bus keeps the logger that is current where it is made.
        LogContext.ConfigureCurrentLogContext(loggers);
        var sockets = new SocketList();
        return new ReceivingBus(Bus.Factory.CreateUsingRabbitMq(rabbit => Configure(rabbit, sockets)), sockets);
    }

    private void Configure(IRabbitMqBusFactoryConfigurator rabbit, SocketList sockets)
    {
        var factory = address.Factory();
        rabbit.UseInstrumentation(serviceName: address.ClientName);
        rabbit.Host(address.Uri.Host, factory.Port < 0 ? (ushort)5672 : (ushort)factory.Port, factory.VirtualHost, address.ClientName, host =>
        {
            host.Username(factory.UserName);
            host.Password(factory.Password);
            host.OnRefreshConnectionFactory = connections =>
            {
                connections.SocketFactory = sockets.Open;
                // MassTransit waits longer after each failed attempt, up to a minute; so it makes none before the broker answers.
                return broker.WaitAsync(lifetime.ApplicationStopping);
            };
            if (factory.Ssl.Enabled)
                host.UseSsl(ssl => ssl.ServerName = address.Uri.Host);
        });
        // What all events have in common is no event of its own.
        rabbit.Publish<IDomainEvent>(topology => topology.Exclude = true);
        foreach (var (queue, consumer) in consumers.ByQueue)
            rabbit.ReceiveEndpoint(queue, endpoint => Configure(endpoint, queue, consumer));
    }

    private void Configure(IRabbitMqReceiveEndpointConfigurator endpoint, string queue, ConsumerRegistration consumer)
    {
        foreach (var (name, value) in BrokerTopology.QueueArguments(queue))
            endpoint.SetQueueArgument(name, value);
        endpoint.PrefetchCount = settings.Value.Prefetch;
        endpoint.ConcurrentMessageLimit = settings.Value.Lanes;
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.Bind(EventContract.ExchangeOf(EventContract.NameOf(consumer.Event)));
        endpoint.ConfigureReceive(receive => receive.UseFilter(new AggregateLanes(settings.Value.Lanes)));
        endpoint.ConfigureError(error => error.UseFilter(new FaultFilter(queue, errors)));
        endpoint.ConfigureDeadLetter(unread => unread.UseFilter(new UnreadFilter(queue, errors)));
        consumer.Visit(new Binder(endpoint, delivery, consumer), queue);
    }

    private sealed class Binder(IReceiveEndpointConfigurator endpoint, Delivery delivery, ConsumerRegistration consumer) : IConsumerVisitor
    {
        public void Visit<TEvent>(string queue) where TEvent : class, IDomainEvent =>
            endpoint.Handler<TEvent>(context => delivery.HandleAsync(queue, consumer, Read(context), context.CancellationToken));

        private static StoredEvent Read<TEvent>(ConsumeContext<TEvent> context) where TEvent : class, IDomainEvent
        {
            var headers = context.ReceiveContext.TransportHeaders;
            var span = System.Diagnostics.Activity.Current;
            var traceState = headers.Get<string>(Envelope.TraceStateHeader);
            // MassTransit carries the trace's id alone.
            if (span is not null && traceState is not null)
                span.TraceStateString = traceState;
            return new StoredEvent
            {
                MessageId = context.MessageId ?? throw new FaultException(new Fault("MESSAGE_WITHOUT_ID", nameof(Envelope), IsTransient: false)),
                Programme = context.Message.Programme,
                AggregateId = Guid.Parse(context.Message.SubjectId),
                AggregateVersion = context.Message.SubjectVersion,
                Type = EventContract.NameOf(typeof(TEvent)),
                Body = JsonSerializer.Serialize(context.Message, Envelope.Json),
                TraceParent = span?.Id ?? headers.Get<string>(Envelope.TraceParentHeader),
                TraceState = traceState,
                CorrelationId = headers.Get<string>(Envelope.CorrelationHeader),
                CreatedAt = context.SentTime?.ToUniversalTime() ?? DateTime.UtcNow,
            };
        }
    }
}
