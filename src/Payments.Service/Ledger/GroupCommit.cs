using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>Writes the journals that are posted at the same time as one transaction of their programme (docs/adr/0010): a funder's accounts are hot.</summary>
public sealed class GroupCommit(UnitOfWork work, JournalWriter journals, IOptions<LedgerSettings> settings) : IAsyncDisposable
{
    private static readonly ActivitySource Spans = new("PersonalBudgets.Payments");
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Gathering<PostJournalRequest, PostJournalResponse> _gathering = new(
        work, Spans, "Payments/PostJournals", new GatheringLimits(settings.Value.WaitingJournals, settings.Value.BatchTransfers),
        request => request.Transfers.Count, journals.PostAsync,
        () => Refusal.TooMuch("LEDGER_BUSY", "More journals are waiting than the ledger takes at once.", RetryAfter));

    /// <summary>Posts a journal.</summary>
    /// <exception cref="Refusal">Of this journal alone; LEDGER_BUSY where too many wait already.</exception>
    public Task<PostJournalResponse> PostAsync(PostJournalRequest request, ServerCallContext context) => _gathering.MutateAsync(request, context);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _gathering.DisposeAsync();
}
