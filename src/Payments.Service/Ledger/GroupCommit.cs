using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PendingJournal = PersonalBudgets.Platform.Requests.PendingMutation<
    PersonalBudgets.Payments.V1.PostJournalRequest, PersonalBudgets.Payments.V1.PostJournalResponse>;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>
/// Gathers the journals that are posted at the same time and writes those of a programme as one transaction (docs/adr/0010): a funder's accounts
/// are hot, and one transaction each would queue for their locks. A journal that finds nothing under way is written at once, alone; while it
/// is written the next ones gather.
/// </summary>
public sealed class GroupCommit(UnitOfWork work, JournalWriter journals, IOptions<LedgerSettings> settings) : IAsyncDisposable
{
    private static readonly ActivitySource Spans = new("PersonalBudgets.Payments");
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Lazy<(Channel<PendingJournal> Waiting, Task Writer)>> _programmes = new(StringComparer.Ordinal);

    /// <summary>Posts a journal.</summary>
    /// <exception cref="Refusal">Of this journal alone; LEDGER_BUSY where too many wait already.</exception>
    public Task<PostJournalResponse> PostAsync(PostJournalRequest request, ServerCallContext context)
    {
        var pending = work.Pend<PostJournalRequest, PostJournalResponse>(request, context);
        var (waiting, _) = _programmes.GetOrAdd(pending.Programme, _ => new(Start)).Value;
        return waiting.Writer.TryWrite(pending)
            ? pending.AnswerAsync()
            : throw Refusal.TooMuch("LEDGER_BUSY", "More journals are waiting than the ledger takes at once.", RetryAfter);
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (waiting, writer) in _programmes.Values.Select(programme => programme.Value))
        {
            waiting.Writer.TryComplete();
            await writer;
        }
    }

    private (Channel<PendingJournal> Waiting, Task Writer) Start()
    {
        var waiting = Channel.CreateBounded<PendingJournal>(new BoundedChannelOptions(settings.Value.WaitingJournals) { SingleReader = true });
        // The writer belongs to no caller: neither its trace nor its programme's scope.
        using var _ = ExecutionContext.SuppressFlow();
        return (waiting, Task.Run(() => WriteAsync(waiting.Reader)));
    }

    private async Task WriteAsync(ChannelReader<PendingJournal> waiting)
    {
        while (await waiting.WaitToReadAsync())
        {
            var batch = Gather(waiting);
            if (batch.Count is 0)
                continue;
            using var span = Spans.StartActivity(
                ActivityKind.Internal,
                name: "Payments/PostJournals",
                links: batch.Where(journal => journal.Span is not null).Select(journal => new ActivityLink(journal.Span!.Context)));
            await work.MutateBatchAsync(batch, journals.PostAsync);
        }
    }

    private List<PendingJournal> Gather(ChannelReader<PendingJournal> waiting)
    {
        var batch = new List<PendingJournal>();
        var transfers = 0;
        while (waiting.TryPeek(out var next) && (batch.Count is 0 || transfers + next.Request.Transfers.Count <= settings.Value.BatchTransfers))
        {
            waiting.TryRead(out _);
            if (next.IsAbandoned)
                continue;
            batch.Add(next);
            transfers += next.Request.Transfers.Count;
        }

        return batch;
    }
}
