using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// Keeps the consumers listening. MassTransit connects again by itself after most outages, but a cancellation that hits it then (a broker
/// that dies between two steps of the handshake) ends an endpoint for good, and says so to nobody. So a bus that does not listen although
/// the broker answers is replaced.
/// </summary>
internal sealed class Listener(MassTransitTransport transport, BrokerConnection broker, ILogger<Listener> logger) : BackgroundService
{
    /// <summary>How long a bus may take to listen when the broker answers: it takes one or two seconds, unless the machine is very busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private volatile ReceivingBus? _bus;

    /// <summary>Whether all consumers listen.</summary>
    public bool IsListening => _bus is { IsListening: true };

    /// <summary>Waits until all consumers listen, but no longer than that; whether they do.</summary>
    public async Task<bool> ListenWithinAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); !IsListening; await Task.Delay(Pause, cancellationToken))
        {
            if (waited.Elapsed > patience)
                return false;
        }
        return true;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_bus is { } bus)
            await bus.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var bus = _bus = transport.Create();
            bus.Start(stoppingToken);
            await ListenAsync(stoppingToken);
            MessagingLog.BusReplaced(logger, Patience);
            await bus.AbandonAsync();
        }
    }

    /// <summary>Ends when the consumers do not listen although the broker answers.</summary>
    private async Task ListenAsync(CancellationToken stopping)
    {
        while (true)
        {
            await broker.WaitAsync(stopping);
            if (!await ListenWithinAsync(Patience, stopping))
                return;
            while (IsListening)
                await Task.Delay(Pause, stopping);
        }
    }
}
