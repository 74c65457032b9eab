using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>The contract's FundStatementsService.</summary>
internal sealed class FundStatementsApi(UnitOfWork work) : FundStatementsService.FundStatementsServiceBase
{
    /// <inheritdoc/>
    public override Task<CloseFundPeriodResponse> CloseFundPeriod(CloseFundPeriodRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var fund = await FundStore.LockAsync(mutation, Guid.Parse(request.FundId), Etag.Parse(request.Etag));
            await RequireClosableAsync(mutation, fund, request.Period);
            var position = (await PositionStore.GetAsync(mutation, fund.Id)).ToMessage(mutation.Today);
            var statement = await FundStatementStore.InsertAsync(mutation, fund.Id, request.Period, position);
            var closed = await FundStore.CloseAsync(mutation, fund.Id, request.Period);
            mutation.Audit("allocation.fund_period.closed", "FUND", fund.Id);
            return new CloseFundPeriodResponse { Fund = closed.ToMessage(), FundStatement = statement.ToMessage() };
        });

    /// <inheritdoc/>
    public override Task<ReopenFundPeriodsResponse> ReopenFundPeriods(ReopenFundPeriodsRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var fund = await FundStore.LockAsync(mutation, Guid.Parse(request.FundId), Etag.Parse(request.Etag));
            if (request.Period > fund.ClosedPeriods)
                throw Refusal.Rule("FUND_PERIOD_NOT_CLOSED", "This period is open.", null, ("closed_periods", fund.ClosedPeriods));
            await FundStatementStore.ReopenAsync(mutation, fund.Id, request.Period, request.Reason);
            var open = await FundStore.CloseAsync(mutation, fund.Id, request.Period - 1);
            mutation.Audit("allocation.fund_period.reopened", "FUND", fund.Id);
            return new ReopenFundPeriodsResponse { Fund = open.ToMessage() };
        });

    /// <inheritdoc/>
    public override Task<FundStatement> GetFundStatement(GetFundStatementRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await FundStatementStore.GetAsync(session, Guid.Parse(request.FundStatementId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListFundStatementsResponse> ListFundStatements(ListFundStatementsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"fund-statements:{request.FundId}");
            var fundId = Ids.ParseOptional(request.FundId);
            var (rows, next) = page.Split(await FundStatementStore.ListAsync(session, fundId, page), row => row.Id);
            return new ListFundStatementsResponse { FundStatements = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task RequireClosableAsync(Mutation mutation, FundRow fund, int period)
    {
        if (period != fund.ClosedPeriods + 1)
            throw Refusal.Rule("FUND_PERIOD_NOT_NEXT", "Periods are closed one after another.", null, ("closed_periods", fund.ClosedPeriods));
        var lastDay = FinancialYear.LastDayOf(fund.FinancialYear, period);
        if (mutation.Today <= lastDay)
            throw Refusal.Rule("FUND_PERIOD_NOT_ENDED", "A period is closed once its last day is over.", null, ("last_date", Dates.Text(lastDay)));
        // The row of the fund is locked: no hold is made on it meanwhile.
        if (period is FinancialYear.Periods && await FundStatementStore.HasHoldsAsync(mutation, fund.Id))
            throw Refusal.Rule("FUND_HAS_HOLDS", "Money is held on the fund for plans that are not approved yet.", null, ("fund_id", fund.Id));
    }
}
