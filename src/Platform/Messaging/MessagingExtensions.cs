using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Puts the outbox, the inbox and the consumers into a service.</summary>
internal static class MessagingExtensions
{
    /// <summary>
    /// Adds messaging; wants <see cref="ServiceIdentity"/>, the service's database and the unit of work beside it.
    /// Settings: the connection string <c>broker</c>, sections <c>Outbox</c> and <c>Consumers</c>.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="consumers">What it does on events.</param>
    /// <param name="subscriptions">Who listens to what; the contract's list if null.</param>
    public static void AddMessaging(this IHostApplicationBuilder builder, ConsumerRegistrations consumers, SubscriptionList? subscriptions = null)
    {
        var services = builder.Services;
        services.AddOptions<OutboxSettings>().BindConfiguration("Outbox").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ConsumerSettings>().BindConfiguration("Consumers").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(subscriptions ?? SubscriptionList.OfTheContract);
        services.AddSingleton(provider => new BrokerAddress(
            provider.GetRequiredService<IConfiguration>().GetConnectionString("broker")
                ?? throw new InvalidOperationException("No connection string 'broker': set ConnectionStrings__broker."),
            provider.GetRequiredService<ServiceIdentity>().Name));
        services.AddSingleton(provider => new ConsumerTable(
            consumers.ByQueue(provider.GetRequiredService<ServiceIdentity>().Name, provider.GetRequiredService<SubscriptionList>())));
        services.AddSingleton<MessagingMetrics>();
        services.AddSingleton<BrokerConnection>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<IOutboxWriter, OutboxWriter>();
        services.AddSingleton<OutboxPublisher>();
        services.AddSingleton<ErrorQueue>();
        services.AddSingleton<Delivery>();
        services.AddSingleton<ErrorsCommand>();
        services.AddHealthChecks().AddCheck<BrokerHealth>("broker", HealthStatus.Degraded);

        // Hosted services stop in reverse: consumers and sweeper first, the relay last, so that what they published still leaves.
        services.AddHostedService<OutboxRelay>();
        services.AddHostedService<ConsumerTableCheck>();
        if (consumers.All.Count == 0)
            return;
        services.AddHostedService<RetrySweeper>();
        services.AddSingleton<MassTransitTransport>();
        services.AddSingleton<Listener>();
        services.AddHostedService(provider => provider.GetRequiredService<Listener>());
        services.AddHealthChecks().AddCheck<ConsumersHealth>("consumers", HealthStatus.Degraded);
        services.AddSingleton<ConsumersHealth>();
    }

    /// <summary>The part of the migration step that is the broker's: declares what the service publishes and consumes. Waits for a broker that does not answer.</summary>
    public static async Task DeclareTopologyAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var channel = await services.GetRequiredService<BrokerConnection>().WaitForChannelAsync(cancellationToken);
        var events = typeof(IDomainEvent).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IDomainEvent)));
        await BrokerTopology.DeclareAsync(
            channel, services.GetRequiredService<ServiceIdentity>().Name, services.GetRequiredService<SubscriptionList>().All, events, cancellationToken);
    }

    /// <summary>Makes a service that misses a consumer fail at its start.</summary>
    private sealed class ConsumerTableCheck(ConsumerTable table) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.FromResult(table.ByQueue.Count);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
