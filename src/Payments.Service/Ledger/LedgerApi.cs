using Grpc.Core;
using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>The ledger over gRPC.</summary>
public sealed class LedgerApi(UnitOfWork work, LedgerQueryStore ledger, LedgerExport exports, GroupCommit journals) : LedgerService.LedgerServiceBase
{
    /// <inheritdoc/>
    public override Task<LedgerAccount> GetLedgerAccount(GetLedgerAccountRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
            LedgerMessages.Of(await ledger.FindAccountAsync(session, Guid.Parse(request.LedgerAccountId))
                ?? throw Refusal.NotFound("LEDGER_ACCOUNT", request.LedgerAccountId)));

    /// <inheritdoc/>
    public override Task<ListLedgerAccountsResponse> ListLedgerAccounts(ListLedgerAccountsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"ledger-accounts/{request.PlanId}");
            var (rows, next) = page.Split(await ledger.ListAccountsAsync(session, Ids.ParseOptional(request.PlanId), page), row => row.Id);
            return new ListLedgerAccountsResponse { LedgerAccounts = { rows.Select(LedgerMessages.Of) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<LedgerTransfer> GetLedgerTransfer(GetLedgerTransferRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
            LedgerMessages.Of(await ledger.FindTransferAsync(session, Guid.Parse(request.LedgerTransferId))
                ?? throw Refusal.NotFound("LEDGER_TRANSFER", request.LedgerTransferId)));

    /// <inheritdoc/>
    public override Task<ListLedgerTransfersResponse> ListLedgerTransfers(ListLedgerTransfersRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"ledger-transfers/{request.LedgerAccountId}");
            var (rows, next) = page.Split(await ledger.ListTransfersAsync(session, Ids.ParseOptional(request.LedgerAccountId), page), row => row.Id);
            return new ListLedgerTransfersResponse { LedgerTransfers = { rows.Select(LedgerMessages.Of) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task ExportLedgerPostings(
        ExportLedgerPostingsRequest request, IServerStreamWriter<LedgerPosting> responseStream, ServerCallContext context) =>
        exports.WriteAsync(request, responseStream, context);

    /// <inheritdoc/>
    public override Task<PostJournalResponse> PostJournal(PostJournalRequest request, ServerCallContext context)
    {
        Violation[] faults = [.. JournalWriter.FaultsOf(request)];
        return faults.Length is 0 ? journals.PostAsync(request, context) : throw Refusal.Invalid(faults);
    }

    /// <inheritdoc/>
    public override Task<TrialBalance> GetTrialBalance(GetTrialBalanceRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => TrialBalances.Of(await ledger.SumAsync(session)));
}
