using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>The contract's FundsService.</summary>
internal sealed class FundsApi(UnitOfWork work) : FundsService.FundsServiceBase
{
    /// <inheritdoc/>
    public override Task<Fund> CreateFund(CreateFundRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var fund = await FundStore.InsertAsync(mutation, mutation.NewId(), request.Fund);
            mutation.Audit("allocation.fund.created", "FUND", fund.Id);
            return fund.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<Fund> GetFund(GetFundRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await FundStore.GetAsync(session, Guid.Parse(request.FundId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListFundsResponse> ListFunds(ListFundsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "funds");
            var (rows, next) = page.Split(await FundStore.ListAsync(session, page), row => row.Id);
            return new ListFundsResponse { Funds = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });
}
