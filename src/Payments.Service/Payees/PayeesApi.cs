using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.BankDetails;
using PersonalBudgets.Payments.Holds;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Payees;

/// <summary>Payees over gRPC.</summary>
internal sealed class PayeesApi(UnitOfWork work, PayeeStore payees, BankAccounts accounts, Vault vault, PersonStandingStore people, AssessmentHolds holds)
    : PayeesService.PayeesServiceBase
{
    private const string Subject = "PAYEE";

    /// <inheritdoc/>
    public override Task<Payee> CreatePayee(CreatePayeeRequest request, ServerCallContext context)
    {
        var payee = request.Payee;
        var account = new BankAccount(payee.AccountName, payee.SortCode, payee.AccountNumber);
        var faults = PersonFaults(payee).ToList();
        var check = accounts.Check(account, "payee", faults);
        Refusal.ThrowIfAny(faults);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var id = mutation.NewId();
                var box = vault.Seal(account, mutation.Programme, id);
                var row = new PayeeRow(
                    id, payee.Kind.Code(), Ids.ParseOptional(payee.PersonId), box.Content, box.KeyId, check.Code(),
                    VerificationState.Awaiting.Code(), mutation.Caller.Subject, mutation.Now, 1);
                await payees.InsertAsync(mutation, row, vault.FingerprintOf(account));
                mutation.Audit("payments.payee.created", Subject, id);
                return Show(mutation, row);
            },
            LoadAsync);
    }

    /// <inheritdoc/>
    public override Task<Payee> GetPayee(GetPayeeRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => LoadAsync(session, Guid.Parse(request.PayeeId)));

    /// <inheritdoc/>
    public override Task<ListPayeesResponse> ListPayees(ListPayeesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"payees/{request.PersonId}");
            var personIds = await people.IdsOfFilterAsync(session, request.PersonId);
            var (rows, next) = page.Split(await payees.ListAsync(session, personIds, page), row => row.Id);
            foreach (var row in rows)
                session.AuditRead(Subject, row.Id);
            return new ListPayeesResponse { Payees = { rows.Select(row => Show(session, row)) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override async Task<VerifyPayeeResponse> VerifyPayee(VerifyPayeeRequest request, ServerCallContext context)
    {
        var expected = Etag.Parse(request.Etag);
        var id = Guid.Parse(request.PayeeId);
        // Before the transaction, which is not to wait for another service; what is verified already has nothing to ask about.
        var seen = await work.ReadAsync(context, session => FindAsync(session, id));
        if (seen.PersonId is { } personId && Codes.Parse<VerificationState>(seen.State) is not VerificationState.Verified)
            await holds.RequirePayeeChangeAsync(context.Caller().Programme, personId, context.CancellationToken);
        return await work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var row = await FindAsync(mutation, id);
                Verification.Require(expected, row.Version, Codes.Parse<VerificationState>(row.State), row.MadeBy, mutation.Caller.Subject);
                var verified = row with { State = VerificationState.Verified.Code(), Version = row.Version + 1 };
                if (!await payees.VerifyAsync(mutation, id, expected, verified.State))
                    throw Refusal.EtagMismatch(verified.Version);
                mutation.Audit("payments.payee.verified", Subject, id);
                return new VerifyPayeeResponse { Payee = Show(mutation, verified) };
            },
            async (session, payeeId) => new VerifyPayeeResponse { Payee = await LoadAsync(session, payeeId) });
    }

    private static IEnumerable<Violation> PersonFaults(Payee payee)
    {
        if (payee.Kind is PayeeKind.Organisation && payee.PersonId.Length > 0)
            yield return new Violation("payee.person_id", "NOT_ALLOWED", "An organisation is paid for anybody: it has no person.");
        if (payee.Kind is not PayeeKind.Organisation && payee.PersonId.Length is 0)
            yield return new Violation("payee.person_id", "REQUIRED", "Whose budget pays this payee has to be said.");
    }

    private async Task<Payee> LoadAsync(Session session, Guid id)
    {
        var row = await FindAsync(session, id);
        session.AuditRead(Subject, id);
        return Show(session, row);
    }

    private async Task<PayeeRow> FindAsync(Session session, Guid id) => await payees.FindAsync(session, id) ?? throw Refusal.NotFound(Subject, id);

    private Payee Show(Session session, PayeeRow row)
    {
        var account = vault.OpenAccount(new Sealed(row.Account, row.KeyId), session.Programme, row.Id);
        return new Payee
        {
            PayeeId = row.Id.ToString(),
            Kind = Codes.Parse<PayeeKind>(row.Kind),
            PersonId = row.PersonId?.ToString() ?? "",
            AccountName = account.MaskedName,
            SortCode = account.MaskedSortCode,
            AccountNumber = account.MaskedNumber,
            BankDetailsCheck = Codes.Parse<BankDetailsCheck>(row.BankDetailsCheck),
            State = Codes.Parse<VerificationState>(row.State),
            CreateTime = Timestamp.FromDateTimeOffset(row.CreatedAt),
            Etag = Etag.Of(row.Version),
        };
    }
}
