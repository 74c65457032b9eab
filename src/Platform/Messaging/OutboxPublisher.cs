using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonalBudgets.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Sends rows of the outbox and tells what became of each.</summary>
internal sealed class OutboxPublisher(
    BrokerConnection broker, SubscriptionList subscriptions, IOptions<OutboxSettings> settings, MessagingMetrics metrics, ILogger<OutboxPublisher> logger) : IAsyncDisposable
{
    /// <summary>A broker that is short of memory or disk holds its confirms back; this long, then the rows are tried anew.</summary>
    private static readonly TimeSpan LongestConfirm = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _subscribed = [.. subscriptions.All.Select(s => EventContract.NameOf(s.Event))];
    private readonly HashSet<string> _declared = [];
    private IChannel? _channel;

    /// <summary>Whether there is a channel to the broker.</summary>
    public bool IsReady => _channel is { IsOpen: true };

    /// <summary>
    /// Publishes rows: those of one aggregate one after the other, each after the confirm of the one before, those of different aggregates
    /// at once. Rows that are missing in the result were not confirmed, because the broker or the way to it failed, or because an earlier
    /// row of their aggregate was not: that is not their fault and they stay as they are; they may have arrived.
    /// </summary>
    /// <exception cref="BrokerUnreachableException">The broker does not answer.</exception>
    public async Task<IReadOnlyCollection<OutboxOutcome>> PublishAsync(IReadOnlyList<StoredEvent> rows, CancellationToken cancellationToken)
    {
        var channel = await ChannelAsync(rows, cancellationToken);
        var outcomes = new ConcurrentBag<OutboxOutcome>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestConfirm);
        using var inFlight = new SemaphoreSlim(settings.Value.InFlight);
        await Task.WhenAll(rows.GroupBy(row => row.AggregateId).Select(SendInOrderAsync));
        return outcomes;

        async Task SendInOrderAsync(IEnumerable<StoredEvent> aggregate)
        {
            foreach (var row in aggregate)
            {
                if (await SendAsync(row) is not { } outcome)
                    return;
                outcomes.Add(outcome);
                if (outcome.Error is not null)
                    return;
            }
        }

        async Task<OutboxOutcome?> SendAsync(StoredEvent row)
        {
            await inFlight.WaitAsync(CancellationToken.None);
            try
            {
                return channel.IsOpen && !patience.IsCancellationRequested ? await PublishAsync(channel, row, patience.Token) : null;
            }
            finally
            {
                inFlight.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
    }

    private async Task<OutboxOutcome?> PublishAsync(IChannel channel, StoredEvent row, CancellationToken cancellationToken)
    {
        using var span = StartSpan(row);
        try
        {
            await channel.BasicPublishAsync(EventContract.ExchangeOf(row.Type), routingKey: "", mandatory: _subscribed.Contains(row.Type),
                Envelope.Properties(row, span?.Id ?? row.TraceParent), Envelope.Body(row), cancellationToken);
            return new OutboxOutcome(row.Id);
        }
        catch (PublishException failure)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            return failure.IsReturn ? Unrouted(row) : Refused(row);
        }
        catch (Exception failure) when (BrokerConnection.IsOutage(failure))
        {
            span?.SetStatus(ActivityStatusCode.Error);
            // A confirm that never came leaves a channel of which nothing is known.
            await channel.AbortAsync(CancellationToken.None);
            return null;
        }
    }

    private OutboxOutcome Unrouted(StoredEvent row)
    {
        metrics.Unrouted(row.Type);
        MessagingLog.Unrouted(logger, row.Type, row.MessageId);
        return new OutboxOutcome(row.Id, "UNROUTED", BackOff(row));
    }

    private OutboxOutcome Refused(StoredEvent row)
    {
        var attempts = row.Attempts + 1;
        if (attempts < settings.Value.ParkAfter)
            return new OutboxOutcome(row.Id, "REFUSED", BackOff(row));
        MessagingLog.Parked(logger, row.Type, row.MessageId, attempts);
        return new OutboxOutcome(row.Id, "REFUSED");
    }

    private TimeSpan BackOff(StoredEvent row)
    {
        var wait = settings.Value.RowBackOff * Math.Pow(2, Math.Min(row.Attempts, 16));
        return wait < settings.Value.LongestBackOff ? wait : settings.Value.LongestBackOff;
    }

    private async Task<IChannel> ChannelAsync(IReadOnlyList<StoredEvent> rows, CancellationToken cancellationToken)
    {
        if (_channel is not { IsOpen: true })
        {
            await DisposeAsync();
            _declared.Clear();
            _channel = await broker.OpenChannelAsync(cancellationToken);
        }
        foreach (var type in rows.Select(row => row.Type).Distinct())
        {
            if (!_declared.Contains(type))
                await BrokerTopology.DeclareExchangeAsync(_channel, type, cancellationToken);
            _declared.Add(type);
        }
        return _channel;
    }

    private static Activity? StartSpan(StoredEvent row)
    {
        _ = ActivityContext.TryParse(row.TraceParent, row.TraceState, isRemote: true, out var parent);
        var span = MessagingMetrics.Spans.StartActivity($"{EventContract.ExchangeOf(row.Type)} publish", ActivityKind.Producer, parent);
        span?.SetTag("messaging.system", "rabbitmq");
        span?.SetTag("messaging.message.id", row.MessageId.ToString());
        span?.SetTag("budgets.programme", row.Programme);
        return span;
    }
}
