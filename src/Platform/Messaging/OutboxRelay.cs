using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PersonalBudgets.Platform.Database;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// Sends what the outbox holds, in the order of commits per aggregate, at least once. It holds no transaction and no row lock while
/// it publishes, and marks what was confirmed with one statement. A crash in between sends those events again; the inbox knows them.
/// </summary>
internal sealed class OutboxRelay(
    ServiceDatabase database, OutboxPublisher publisher, OutboxSignal signal, IOptions<OutboxSettings> settings, MessagingMetrics metrics, ILogger<OutboxRelay> logger)
    : SingleWorker(database, "outbox relay", LockKey, logger)
{
    private const long LockKey = 0x6275_6467_0001;

    /// <summary>What a relay that is told to stop still takes to send what it finds.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BrokerPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StateInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(1);

    private DateTime _nextState;
    private DateTime _nextPurge;

    protected override async Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await OutboxStore.MarkWithoutWaitingAsync(connection);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await KeepHouseAsync(connection, stopping);
                if (await SendAsync(connection, stopping) == 0)
                    await signal.WaitAsync(settings.Value.PollInterval, stopping);
            }
            catch (Exception failure) when (BrokerConnection.IsOutage(failure) && failure is not NpgsqlException && !stopping.IsCancellationRequested)
            {
                await Task.Delay(BrokerPause, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
            }
        }
        using var farewell = new CancellationTokenSource(Farewell);
        if (publisher.IsReady)
            await SendAsync(connection, farewell.Token);
    }

    /// <summary>Sends one batch and returns how many rows changed.</summary>
    private async Task<int> SendAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await OutboxStore.DueAsync(connection, settings.Value.BatchSize, cancellationToken);
        if (rows.Count == 0)
            return 0;
        // Told to stop, it still waits for the confirms of what is under way: they are what it marks.
        using var confirms = new CancellationTokenSource();
        await using var _ = cancellationToken.Register(() => confirms.CancelAfter(Farewell));
        var outcomes = await publisher.PublishAsync(rows, confirms.Token);
        await OutboxStore.MarkAsync(connection, outcomes);
        return outcomes.Count;
    }

    private async Task KeepHouseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var now = DateTime.UtcNow;
        if (now >= _nextState)
        {
            metrics.Observe(await OutboxStore.StateAsync(connection, cancellationToken));
            _nextState = now + StateInterval;
        }
        if (now >= _nextPurge)
        {
            if (await OutboxStore.PurgeAsync(connection, settings.Value.KeepFor, cancellationToken) is > 0 and var rows)
                MessagingLog.Purged(logger, rows);
            _nextPurge = now + PurgeInterval;
        }
    }
}
