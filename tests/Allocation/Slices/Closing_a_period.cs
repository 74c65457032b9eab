using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Closing_a_period(AllocationService allocation)
{
    private const int PastYear = 2021;

    private FundStatementsService.FundStatementsServiceClient Statements => new(allocation.Service.Channel);

    [Fact]
    public async Task keeps_a_statement_and_refuses_changes_dated_in_it()
    {
        var fund = await FundedAsync("QCA");

        var closed = await CloseAsync(fund, 1);

        Assert.Equal((1, "2"), (closed.Fund.ClosedPeriods, closed.Fund.Etag));
        Assert.Equal((1, "ann", 700L), (closed.FundStatement.Period, closed.FundStatement.ClosedBy, closed.FundStatement.Position.ApprovedPence));
        Assert.Equal(
            closed.FundStatement,
            await Statements.GetFundStatementAsync(new GetFundStatementRequest { FundStatementId = closed.FundStatement.FundStatementId }, allocation.Ann));
        Assert.Equal("FUND_PERIOD_CLOSED", (await RefusedCall.OfAsync(ProposeAsync(fund, "2021-04-30"))).Reason);
        Assert.Equal(FundChangeState.Proposed, (await ProposeAsync(fund, "2021-05-01")).State);
    }

    [Fact]
    public async Task goes_one_after_another_and_not_before_a_period_is_over()
    {
        var (fund, future) = (await FundedAsync("QCB"), await allocation.FundedAsync(NewYear()));

        Assert.Equal("FUND_PERIOD_NOT_NEXT", (await RefusedCall.OfAsync(CloseAsync(fund, 2))).Reason);
        Assert.Equal("FUND_PERIOD_NOT_ENDED", (await RefusedCall.OfAsync(CloseAsync(future, 1))).Reason);
        Assert.Equal("FUND_PERIOD_NOT_CLOSED", (await RefusedCall.OfAsync(ReopenAsync(fund, 1))).Reason);
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(CloseAsync(new Fund(fund) { Etag = "7" }, 1))).Reason);
    }

    [Fact]
    public async Task is_undone_by_a_recorded_reopening_with_those_after_it()
    {
        var fund = await FundedAsync("QCC");
        for (var period = 1; period <= 3; period++)
            fund = (await CloseAsync(fund, period)).Fund;

        var open = (await ReopenAsync(fund, 2)).Fund;

        Assert.Equal(1, open.ClosedPeriods);
        var statements = (await Statements.ListFundStatementsAsync(new ListFundStatementsRequest { FundId = fund.FundId }, allocation.Ann)).FundStatements;
        Assert.Equal([(1, ""), (2, "A late invoice"), (3, "A late invoice")], statements.Select(statement => (statement.Period, statement.ReopenReason)));
        Assert.Equal(2, (await CloseAsync(open, 2)).Fund.ClosedPeriods);
    }

    [Fact]
    public async Task of_a_whole_year_waits_for_holds_and_then_refuses_new_money_until_it_is_opened_again()
    {
        var fund = await allocation.FundedAsync(PastYear, pence: 1_000);
        var held = (await allocation.Commit(await allocation.RequestAsync(PastYear, Line(10, LegalBasis.Chc)))).Commitment;
        for (var period = 1; period <= 11; period++)
            fund = (await CloseAsync(fund, period)).Fund;
        Assert.Equal("FUND_HAS_HOLDS", (await RefusedCall.OfAsync(CloseAsync(fund, 12))).Reason);
        await allocation.Budgets.ReleaseCommitmentAsync(
            new ReleaseCommitmentRequest { CommitmentId = held.CommitmentId, Etag = held.Etag, RequestId = NewId() }, allocation.Ann);
        fund = (await CloseAsync(fund, 12)).Fund;

        var request = await allocation.RequestAsync(PastYear, Line(10, LegalBasis.Chc));
        var refusal = await RefusedCall.OfAsync(allocation.Commit(request));
        Assert.Equal(("FUND_CLOSED", Board), (refusal.Reason, refusal.Metadata["funder"]));
        Assert.Equal("FUND_PERIOD_CLOSED", (await RefusedCall.OfAsync(ProposeAsync(fund, "2022-03-31"))).Reason);

        await ReopenAsync(fund, 12);
        request.RequestId = NewId();
        Assert.Equal(CommitmentState.Held, (await allocation.Commit(request)).Commitment.State);
    }

    private Task<Fund> FundedAsync(string funder) => allocation.Funds.CreateFundAsync(
        new CreateFundRequest { Fund = new Fund { Funder = funder, FinancialYear = PastYear, ApprovedPence = 700 }, RequestId = NewId() }, allocation.Ann).ResponseAsync;

    private Task<CloseFundPeriodResponse> CloseAsync(Fund fund, int period) => Statements.CloseFundPeriodAsync(
        new CloseFundPeriodRequest { FundId = fund.FundId, Period = period, Etag = fund.Etag, RequestId = NewId() }, allocation.Ann).ResponseAsync;

    private Task<ReopenFundPeriodsResponse> ReopenAsync(Fund fund, int period) => Statements.ReopenFundPeriodsAsync(
        new ReopenFundPeriodsRequest { FundId = fund.FundId, Period = period, Reason = "A late invoice", Etag = fund.Etag, RequestId = NewId() },
        allocation.Ann).ResponseAsync;

    private Task<FundChange> ProposeAsync(Fund fund, string day) => new FundChangesService.FundChangesServiceClient(allocation.Service.Channel).CreateFundChangeAsync(
        new CreateFundChangeRequest
        {
            FundId = fund.FundId, FundChange = new FundChange { AmountPence = 1, Direction = FundChangeDirection.More, EffectiveDate = day, Reason = "Correction" }, RequestId = NewId(),
        }, allocation.Ann).ResponseAsync;
}
