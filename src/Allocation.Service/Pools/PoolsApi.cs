using Grpc.Core;
using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Pools;

/// <summary>The contract's PoolsService.</summary>
internal sealed class PoolsApi(UnitOfWork work) : PoolsService.PoolsServiceBase
{
    /// <inheritdoc/>
    public override Task<Pool> CreatePool(CreatePoolRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var pool = await PoolStore.InsertAsync(mutation, request.Pool);
            mutation.Audit("allocation.pool.recorded", "POOL", pool.Id);
            return pool.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<Pool> GetPool(GetPoolRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await PoolStore.GetAsync(session, Guid.Parse(request.PoolId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListPoolsResponse> ListPools(ListPoolsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "pools");
            var (rows, next) = page.Split(await PoolStore.ListAsync(session, page), row => row.Id);
            return new ListPoolsResponse { Pools = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<PoolTerms> CreatePoolTerms(CreatePoolTermsRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var pool = await PoolStore.LockAsync(mutation, Guid.Parse(request.PoolId));
            Refusal.ThrowIfAny(PoolTermsChecks.Faults(request.PoolTerms, pool.Host));
            await RequireFreeAsync(mutation, pool, request.PoolTerms);
            var terms = await PoolStore.InsertTermsAsync(mutation, pool.Id, request.PoolTerms);
            mutation.Audit("allocation.pool_terms.recorded", "POOL_TERMS", terms.Id);
            return terms.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<PoolTerms> GetPoolTerms(GetPoolTermsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await PoolStore.GetTermsAsync(session, Guid.Parse(request.PoolTermsId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListPoolTermsResponse> ListPoolTerms(ListPoolTermsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"pool-terms:{request.PoolId}");
            var poolId = Ids.ParseOptional(request.PoolId);
            var (rows, next) = page.Split(await PoolStore.ListTermsAsync(session, poolId, page), row => row.Id);
            return new ListPoolTermsResponse { PoolTerms = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<PoolDisentanglement> GetPoolDisentanglement(GetPoolDisentanglementRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var pool = await PoolStore.GetAsync(session, Guid.Parse(request.PoolId));
            var year = FinancialYear.Of(session.Today);
            return await PoolReport.OfAsync(
                session, pool, Dates.ParseOptional(request.StartDate) ?? FinancialYear.FirstDayOf(year),
                Dates.ParseOptional(request.EndDate) ?? FinancialYear.LastDayOf(year, FinancialYear.Periods));
        });

    private static async Task RequireFreeAsync(Mutation mutation, PoolRow pool, PoolTerms terms)
    {
        var others = await PoolStore.TermsOfAsync(mutation, pool.Id, Dates.Parse(terms.StartDate), Dates.Parse(terms.EndDate));
        if (others.Count > 0)
        {
            throw Refusal.Rule(
                "POOL_TERMS_OVERLAP", "Other terms of the pool hold on days of this period.", null,
                ("pool_terms_id", others[0].Id), ("start_date", Dates.Text(others[0].StartDate)), ("end_date", Dates.Text(others[0].EndDate)));
        }
    }
}
