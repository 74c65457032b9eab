using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.BankDetails;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.PayRuns;

/// <summary>Pay runs over gRPC.</summary>
public sealed class PayRunsApi(
    UnitOfWork work, PayRunPreparation preparation, PayRunRelease release, PayRunStore runs, BankFileStore files, BankFileWriter writer, Vault vault,
    PaymentsMetrics metrics) : PayRunsService.PayRunsServiceBase
{
    private const string Subject = "PAY_RUN";

    /// <inheritdoc/>
    public override Task<PayRun> CreatePayRun(CreatePayRunRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
            Show(await preparation.PrepareAsync(mutation, request.PayRun.Funder, Dates.Parse(request.PayRun.PayDate))));

    /// <inheritdoc/>
    public override Task<PayRun> GetPayRun(GetPayRunRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => Show(await FindAsync(session, request.PayRunId)));

    /// <inheritdoc/>
    public override Task<ListPayRunsResponse> ListPayRuns(ListPayRunsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "pay-runs");
            var (rows, next) = page.Split(await runs.ListAsync(session, page), row => row.Id);
            return new ListPayRunsResponse { PayRuns = { rows.Select(Show) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override async Task<ReleasePayRunResponse> ReleasePayRun(ReleasePayRunRequest request, ServerCallContext context)
    {
        var expected = Etag.Parse(request.Etag);
        PayRunRow? released = null;
        var response = await work.MutateAsync(request, context, async mutation =>
        {
            released = await release.ReleaseAsync(mutation, Guid.Parse(request.PayRunId), expected);
            return new ReleasePayRunResponse { PayRun = Show(released) };
        });

        // Not after a repeat: what it would count and write was counted and is written.
        if (released is not null)
        {
            metrics.CountReleased(context.Caller().Programme, released.PaymentCount, released.TotalPence);
            await writer.TryWriteAsync(context.Caller().Programme);
        }

        return response;
    }

    /// <inheritdoc/>
    public override Task<Payment> GetPayment(GetPaymentRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
            Show(await runs.FindPaymentAsync(session, Guid.Parse(request.PaymentId)) ?? throw Refusal.NotFound("PAYMENT", request.PaymentId)));

    /// <inheritdoc/>
    public override Task<ListPaymentsResponse> ListPayments(ListPaymentsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var run = await FindAsync(session, request.PayRunId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"payments/{request.PayRunId}");
            var (rows, next) = page.Split(await runs.ListPaymentsAsync(session, run.Id, page), row => row.Id);
            return new ListPaymentsResponse { Payments = { rows.Select(Show) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<BankFile> GetBankFile(GetBankFileRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var run = await FindAsync(session, request.PayRunId);
            var file = await files.FindAsync(session, run.Id)
                ?? throw Refusal.Rule("PAY_RUN_NOT_RELEASED", "A run has a bank file once it is released.", null, ("pay_run_id", run.Id));
            session.AuditRead("BANK_FILE", run.Id);
            return new BankFile
            {
                FileName = file.FileName,
                Content = UnsafeByteOperations.UnsafeWrap(vault.Open(new Sealed(file.Content, file.KeyId), session.Programme, run.Id)),
                Sha256 = file.Sha256,
            };
        });

    private async Task<PayRunRow> FindAsync(Session session, string id) => await runs.FindAsync(session, Guid.Parse(id)) ?? throw Refusal.NotFound(Subject, id);

    private static PayRun Show(PayRunRow row) => new()
    {
        PayRunId = row.Id.ToString(),
        Funder = row.Funder,
        PayDate = Dates.Text(row.PayDate),
        SubmissionDate = Dates.Text(row.SubmissionDate),
        ProcessingDate = Dates.Text(row.ProcessingDate),
        State = Codes.Parse<PayRunState>(row.State),
        PaymentCount = row.PaymentCount,
        TotalPence = row.TotalPence,
        MadeBy = row.MadeBy,
        ReleasedBy = row.ReleasedBy ?? "",
        FileName = row.FileName ?? "",
        FileSha256 = row.FileSha256 ?? "",
        HeldBackCount = row.HeldBackCount,
        HeldCount = row.HeldCount,
        Etag = Etag.Of(row.Version),
    };

    private static Payment Show(PaymentRow row) => new()
    {
        PaymentId = row.Id.ToString(),
        PayRunId = row.PayRunId.ToString(),
        PlanId = row.PlanId.ToString(),
        PayeeId = row.PayeeId.ToString(),
        AmountPence = row.AmountPence,
        Reference = row.Reference,
    };
}
