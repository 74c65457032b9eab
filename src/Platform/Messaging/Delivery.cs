using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// Brings an event to its consumer: at once, again after short waits if the failure may pass, later from <c>platform.retries</c>
/// if it still has not, and else to the error queue.
/// </summary>
internal sealed class Delivery(
    IServiceScopeFactory scopes, ServiceDatabase database, ServiceIdentity service, IOptions<ConsumerSettings> settings, MessagingMetrics metrics, ILogger<Delivery> logger)
{
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);

    /// <summary>Handles an event that the broker delivered. When it returns, the event may be acknowledged: its effect or its row is committed.</summary>
    /// <exception cref="FaultException">It belongs in the error queue.</exception>
    public async Task HandleAsync(string queue, ConsumerRegistration consumer, StoredEvent stored, CancellationToken cancellationToken)
    {
        Fault? fault = null;
        foreach (var wait in settings.Value.RetryWaits.Prepend(TimeSpan.Zero))
        {
            await Task.Delay(wait, cancellationToken);
            fault = await TryAsync(new InboxEntry(queue, stored, IsRedelivery: false), consumer, cancellationToken);
            if (fault is not { IsTransient: true } || fault == Fault.Behind)
                break;
        }
        if (fault is { IsTransient: false })
            throw new FaultException(fault);
        if (fault is not null)
            await PutOffAsync(new WaitingEvent(queue, stored), fault, cancellationToken);
    }

    /// <summary>One attempt; null: it is handled.</summary>
    public async Task<Fault?> TryAsync(InboxEntry entry, ConsumerRegistration consumer, CancellationToken cancellationToken)
    {
        var cause = $"event:{consumer.Event.Name}";
        await using var scope = scopes.CreateAsyncScope();
        using var caller = WorkScope.Enter(Caller.OfService(service.Name, entry.Event.Programme, cause), entry.Event.CorrelationId);
        try
        {
            var work = new ConsumerWork(scope.ServiceProvider.GetRequiredService<UnitOfWork>(), entry, cause, cancellationToken);
            await consumer.ConsumeAsync(scope.ServiceProvider, entry.Event.Body, work);
            return Note(entry, work.Answer);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        // Whatever a consumer throws has to end as a code: exceptions reach logs, spans and headers on the way up.
        catch (Exception failure)
        {
            var fault = Fault.Of(failure);
            // Where it happened says nothing of whom it was about, unlike the text.
            if (fault.Code == Fault.Defect)
                MessagingLog.Defect(logger, entry.Consumer, fault.Type, entry.Event.MessageId, $"{Environment.NewLine}{failure.StackTrace}");
            return fault;
        }
    }

    private Fault? Note(InboxEntry entry, InboxAnswer answer)
    {
        switch (answer)
        {
            case InboxAnswer.Duplicate:
                metrics.Duplicate(entry.Consumer);
                MessagingLog.Duplicate(logger, entry.Consumer, entry.Event.MessageId);
                return null;
            case InboxAnswer.Stale:
                MessagingLog.Stale(logger, entry.Consumer, entry.Event.MessageId);
                return null;
            case InboxAnswer.Behind:
                return Fault.Behind;
            default:
                return null;
        }
    }

    /// <summary>Stores the event for later. While the database is away there is nothing better to do than to wait with the message in hand.</summary>
    private async Task PutOffAsync(WaitingEvent waiting, Fault fault, CancellationToken cancellationToken)
    {
        var wait = fault == Fault.Behind ? TimeSpan.Zero : settings.Value.RedeliveryWaits[0];
        while (true)
        {
            try
            {
                await RetryStore.PutOffAsync(database, waiting, wait, fault.Code, cancellationToken);
                MessagingLog.PutOff(logger, waiting.Consumer, waiting.Event.MessageId, fault.Code, wait);
                return;
            }
            catch (Exception failure) when (Fault.Of(failure).IsTransient)
            {
                await Task.Delay(DatabasePause, cancellationToken);
            }
        }
    }
}
