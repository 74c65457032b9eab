using Grpc.Core;
using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.BankDetails;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.FunderAccounts;

/// <summary>The accounts of funders over gRPC.</summary>
public sealed class FunderAccountsApi(UnitOfWork work, FunderAccountStore store, BankAccounts accounts, Vault vault)
    : FunderAccountsService.FunderAccountsServiceBase
{
    private const string Subject = "FUNDER_ACCOUNT";

    /// <inheritdoc/>
    public override Task<FunderAccount> CreateFunderAccount(CreateFunderAccountRequest request, ServerCallContext context)
    {
        var given = request.FunderAccount;
        var account = new BankAccount(given.AccountName, given.SortCode, given.AccountNumber);
        var faults = new List<Violation>();
        accounts.Check(account, "funder_account", faults);
        Refusal.ThrowIfAny(faults);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var id = mutation.NewId();
                var box = vault.Seal(account, mutation.Programme, id);
                var row = new FunderAccountRow(
                    id, given.Funder, box.Content, box.KeyId, given.ServiceUserNumber, VerificationState.Awaiting.Code(),
                    mutation.Caller.Subject, mutation.Now, 1);
                if (!await store.TryInsertAsync(mutation, row, vault.FingerprintOf(account)))
                    throw Refusal.AlreadyExists("FUNDER_ACCOUNT_EXISTS", "This funder has an account that pay runs draw on.", ("funder", given.Funder));
                mutation.Audit("payments.funder_account.created", Subject, id);
                return Show(mutation, row);
            },
            LoadAsync);
    }

    /// <inheritdoc/>
    public override Task<FunderAccount> GetFunderAccount(GetFunderAccountRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => LoadAsync(session, Guid.Parse(request.FunderAccountId)));

    /// <inheritdoc/>
    public override Task<ListFunderAccountsResponse> ListFunderAccounts(ListFunderAccountsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "funder-accounts");
            var (rows, next) = page.Split(await store.ListAsync(session, page), row => row.Id);
            foreach (var row in rows)
                session.AuditRead(Subject, row.Id);
            return new ListFunderAccountsResponse { FunderAccounts = { rows.Select(row => Show(session, row)) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<VerifyFunderAccountResponse> VerifyFunderAccount(VerifyFunderAccountRequest request, ServerCallContext context)
    {
        var expected = Etag.Parse(request.Etag);
        var id = Guid.Parse(request.FunderAccountId);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var row = await FindAsync(mutation, id);
                Verification.Require(expected, row.Version, Codes.Parse<VerificationState>(row.State), row.MadeBy, mutation.Caller.Subject);
                var verified = row with { State = VerificationState.Verified.Code(), Version = row.Version + 1 };
                if (!await store.VerifyAsync(mutation, id, expected, verified.State))
                    throw Refusal.EtagMismatch(verified.Version);
                mutation.Audit("payments.funder_account.verified", Subject, id);
                return new VerifyFunderAccountResponse { FunderAccount = Show(mutation, verified) };
            },
            async (session, accountId) => new VerifyFunderAccountResponse { FunderAccount = await LoadAsync(session, accountId) });
    }

    private async Task<FunderAccount> LoadAsync(Session session, Guid id)
    {
        var row = await FindAsync(session, id);
        session.AuditRead(Subject, id);
        return Show(session, row);
    }

    private async Task<FunderAccountRow> FindAsync(Session session, Guid id) => await store.FindAsync(session, id) ?? throw Refusal.NotFound(Subject, id);

    private FunderAccount Show(Session session, FunderAccountRow row)
    {
        var account = vault.OpenAccount(new Sealed(row.Account, row.KeyId), session.Programme, row.Id);
        return new FunderAccount
        {
            FunderAccountId = row.Id.ToString(),
            Funder = row.Funder,
            AccountName = account.Name,
            SortCode = account.MaskedSortCode,
            AccountNumber = account.MaskedNumber,
            ServiceUserNumber = row.ServiceUserNumber,
            State = Codes.Parse<VerificationState>(row.State),
            Etag = Etag.Of(row.Version),
        };
    }
}
