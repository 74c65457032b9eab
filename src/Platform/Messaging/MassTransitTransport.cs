using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// Receives events with MassTransit: connection, deliveries, acknowledgements, spans and health are its work. Publishing is the outbox's,
/// the ladder of retries <see cref="Delivery"/>'s, and the error queue <see cref="ErrorQueue"/>'s.
/// </summary>
internal static class MassTransitTransport
{
    private const string OwnCheck = "masstransit";

    public static void AddMassTransitTransport(this IServiceCollection services)
    {
        services.AddMassTransit(Configure);
        services.AddSingleton<ConsumersHealth>();
        services.PostConfigure<HealthCheckServiceOptions>(health =>
        {
            if (health.Registrations.FirstOrDefault(check => check.Name == OwnCheck) is not { } own)
                return;
            health.Registrations.Remove(own);
            health.Registrations.Add(new("consumers", provider => provider.GetRequiredService<ConsumersHealth>(), HealthStatus.Degraded, null));
        });
    }

    private static void Configure(IBusRegistrationConfigurator bus)
    {
        bus.DisableUsageTelemetry();
        bus.ConfigureHealthCheckOptions(health => health.Name = OwnCheck);
        bus.UsingRabbitMq((context, rabbit) =>
        {
            var address = context.GetRequiredService<BrokerAddress>();
            var factory = address.Factory();
            rabbit.Host(address.Uri.Host, factory.Port < 0 ? (ushort)5672 : (ushort)factory.Port, factory.VirtualHost, address.ClientName, host =>
            {
                host.Username(factory.UserName);
                host.Password(factory.Password);
                // MassTransit waits longer after each failed attempt, up to a minute; so it makes none before the broker answers.
                var stopping = context.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
                host.OnRefreshConnectionFactory = _ => context.GetRequiredService<BrokerConnection>().WaitAsync(stopping);
                if (factory.Ssl.Enabled)
                    host.UseSsl(ssl => ssl.ServerName = address.Uri.Host);
            });
            // What all events have in common is no event of its own.
            rabbit.Publish<IDomainEvent>(topology => topology.Exclude = true);
            foreach (var (queue, consumer) in context.GetRequiredService<ConsumerTable>().ByQueue)
                rabbit.ReceiveEndpoint(queue, endpoint => Configure(endpoint, queue, consumer, context));
        });
    }

    private static void Configure(IRabbitMqReceiveEndpointConfigurator endpoint, string queue, ConsumerRegistration consumer, IServiceProvider services)
    {
        var settings = services.GetRequiredService<IOptions<ConsumerSettings>>().Value;
        foreach (var (name, value) in BrokerTopology.QueueArguments(queue))
            endpoint.SetQueueArgument(name, value);
        endpoint.PrefetchCount = settings.Prefetch;
        endpoint.ConcurrentMessageLimit = settings.Lanes;
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.Bind(EventContract.ExchangeOf(EventContract.NameOf(consumer.Event)));
        endpoint.ConfigureReceive(receive => receive.UseFilter(new AggregateLanes(settings.Lanes)));
        var errors = services.GetRequiredService<ErrorQueue>();
        endpoint.ConfigureError(error => error.UseFilter(new FaultFilter(queue, errors)));
        endpoint.ConfigureDeadLetter(unread => unread.UseFilter(new UnreadFilter(queue, errors)));
        consumer.Visit(new Binder(endpoint, services.GetRequiredService<Delivery>(), consumer), queue);
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
