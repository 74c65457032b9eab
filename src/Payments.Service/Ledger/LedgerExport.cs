using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>
/// Writes postings as a stream, as they stood at one instant: page by page in one transaction that sees one state, so that nothing which commits meanwhile
/// comes twice or is left out. No more than a page is kept, however slowly it is read.
/// </summary>
public sealed class LedgerExport(UnitOfWork work, PostingStore postings, IOptions<LedgerSettings> settings) : IDisposable
{
    private const int PageSize = 1000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _places = new(settings.Value.Exports);

    /// <summary>Writes what is asked for.</summary>
    /// <exception cref="Refusal">EXPORTS_BUSY; FIELD_INVALID where the period ends before it begins.</exception>
    public async Task WriteAsync(ExportLedgerPostingsRequest request, IServerStreamWriter<LedgerPosting> output, ServerCallContext context)
    {
        var filter = new PostingFilter(
            request.Funder, Ids.ParseOptional(request.PlanId), Dates.ParseOptional(request.FromDate), Dates.ParseOptional(request.ToDate));
        if (filter.To < filter.From)
            throw Refusal.Invalid(new Violation("to_date", "BEFORE_START", "The period ends before it begins."));
        if (!_places.Wait(0))
            throw Refusal.TooMuch("EXPORTS_BUSY", "As many exports run as are served at once.", RetryAfter);
        try
        {
            await work.ReadAsync(context, session => WriteAsync(session, filter, output, context.CancellationToken));
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task<bool> WriteAsync(Session session, PostingFilter filter, IServerStreamWriter<LedgerPosting> output, CancellationToken cancellationToken)
    {
        var accounts = filter.PlanId is { } planId ? await postings.AccountsOfAsync(session, planId) : null;
        Guid? after = null;
        IReadOnlyList<PostingRow> page;
        do
        {
            page = await postings.PageAsync(session, filter, accounts, after, PageSize);
            foreach (var row in page)
                await output.WriteAsync(LedgerMessages.Of(row), cancellationToken);
            after = page.Count > 0 ? page[^1].Id : after;
        }
        while (page.Count == PageSize);
        return true;
    }
}
