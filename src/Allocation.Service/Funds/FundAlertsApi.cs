using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>The contract's FundAlertsService.</summary>
internal sealed class FundAlertsApi(UnitOfWork work) : FundAlertsService.FundAlertsServiceBase
{
    /// <inheritdoc/>
    public override Task<FundAlert> GetFundAlert(GetFundAlertRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await AlertStore.GetAsync(session, Guid.Parse(request.FundAlertId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListFundAlertsResponse> ListFundAlerts(ListFundAlertsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"fund-alerts:{request.FundId}:{request.UnansweredOnly}");
            var fundId = Ids.ParseOptional(request.FundId);
            var (rows, next) = page.Split(await AlertStore.ListAsync(session, fundId, request.UnansweredOnly, page), row => row.Id);
            return new ListFundAlertsResponse { FundAlerts = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<AnswerFundAlertResponse> AnswerFundAlert(AnswerFundAlertRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var alert = await AlertStore.AnswerAsync(mutation, Guid.Parse(request.FundAlertId), Etag.Parse(request.Etag), request.Note);
            mutation.Audit("allocation.fund_alert.answered", "FUND_ALERT", alert.Id);
            return new AnswerFundAlertResponse { FundAlert = alert.ToMessage() };
        });
}
