using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PersonalBudgets.Platform.Database;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Brings the rows of <c>platform.retries</c> that are due to their consumers, the earliest of each aggregate first, in one process at a time.</summary>
internal sealed class RetrySweeper(
    ServiceDatabase database, Delivery delivery, ConsumerTable consumers, ErrorQueue errors, IOptions<ConsumerSettings> settings, ILogger<RetrySweeper> logger)
    : SingleWorker(database, "retry sweeper", LockKey, logger)
{
    private const long LockKey = 0x6275_6467_0002;

    protected override async Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var due = await RetryStore.DueAsync(connection, stopping);
            foreach (var waiting in due)
                await RedeliverAsync(connection, waiting, stopping);
            // What a handled row leaves behind it is due now.
            if (due.Count == 0)
                await Task.Delay(settings.Value.SweepInterval, stopping);
        }
    }

    private async Task RedeliverAsync(NpgsqlConnection connection, WaitingEvent waiting, CancellationToken stopping)
    {
        var (consumer, stored) = waiting;
        _ = ActivityContext.TryParse(stored.TraceParent, stored.TraceState, isRemote: true, out var parent);
        using var span = MessagingMetrics.Spans.StartActivity($"{consumer} redeliver", ActivityKind.Consumer, parent);
        // A consumer that a newer version of the service no longer has: its events are an operator's matter.
        var fault = consumers.ByQueue.TryGetValue(consumer, out var registration)
            ? await delivery.TryAsync(new InboxEntry(consumer, stored, IsRedelivery: true), registration, stopping)
            : new Fault("CONSUMER_UNKNOWN", nameof(RetrySweeper), IsTransient: false);
        if (fault is null)
        {
            await RetryStore.DoneAsync(connection, stored.Id);
            return;
        }
        span?.SetStatus(ActivityStatusCode.Error, fault.Code);
        var waits = settings.Value.RedeliveryWaits;
        var attempts = stored.Attempts + 1;
        if (fault.IsTransient && attempts < waits.Count)
        {
            MessagingLog.PutOff(logger, consumer, stored.MessageId, fault.Code, waits[attempts]);
            await RetryStore.AgainAsync(connection, stored.Id, waits[attempts], fault.Code);
            return;
        }
        await errors.AddAsync(consumer, stored, fault, span?.Id ?? stored.TraceParent, stopping);
        await RetryStore.DoneAsync(connection, stored.Id);
    }
}
