using Grpc.Core;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Pools;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>The contract's FundsService.</summary>
internal sealed class FundsApi(UnitOfWork work) : FundsService.FundsServiceBase
{
    /// <inheritdoc/>
    public override Task<Fund> CreateFund(CreateFundRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            await RequirePoolAsync(mutation, request.Fund);
            Refusal.ThrowIfAny(FundChecks.Faults(request.Fund));
            FundDefaults.Fill(request.Fund, await FundersStore.GetAsync(mutation));
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

    /// <inheritdoc/>
    public override Task<Fund> UpdateFund(UpdateFundRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var current = (await FundStore.LockAsync(mutation, Guid.Parse(request.FundId), Etag.Parse(request.Etag))).ToMessage();
            var updated = ResourceUpdate.Apply(current, request.Fund, request.UpdateMask);
            await RequirePoolAsync(mutation, updated);
            Refusal.ThrowIfAny([.. FundChecks.Kept(current, updated), .. FundChecks.Faults(updated)]);
            FundDefaults.Fill(updated, await FundersStore.GetAsync(mutation));
            var fund = await FundStore.UpdateAsync(mutation, Guid.Parse(current.FundId), updated);
            mutation.Audit("allocation.fund.changed", "FUND", fund.Id);
            return fund.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<FundPosition> GetFundPosition(GetFundPositionRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await PositionStore.GetAsync(session, Guid.Parse(request.FundId))).ToMessage(session.Today));

    /// <inheritdoc/>
    public override Task<ListFundPositionsResponse> ListFundPositions(ListFundPositionsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"fund-positions:{request.FinancialYear}:{request.Funder}");
            var (rows, next) = page.Split(await PositionStore.ListAsync(session, request.FinancialYear, request.Funder, page), row => row.Id);
            return new ListFundPositionsResponse { FundPositions = { rows.Select(row => row.ToMessage(session.Today)) }, NextPageToken = next };
        });

    private static async Task RequirePoolAsync(Session session, Fund fund)
    {
        if (fund.PoolId is not "")
            await PoolStore.GetAsync(session, Guid.Parse(fund.PoolId));
    }
}
