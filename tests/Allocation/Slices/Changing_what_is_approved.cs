using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Changing_what_is_approved(AllocationService allocation)
{
    private FundChangesService.FundChangesServiceClient Changes => new(allocation.Service.Channel);

    [Fact]
    public async Task counts_once_another_person_approves_it()
    {
        var fund = await allocation.FundedAsync(NewYear(), pence: 1_000);

        var proposed = await ProposedAsync(fund, -400);
        Assert.Equal((FundChangeState.Proposed, "ann", 1_000L), (proposed.State, proposed.ProposedBy, await ApprovedAsync(fund)));
        Assert.Equal("CHECKER_IS_MAKER", (await RefusedCall.OfAsync(ApproveAsync(proposed, "ann"))).Reason);
        var approved = (await ApproveAsync(proposed)).FundChange;

        Assert.Equal((FundChangeState.Approved, "bob", "2"), (approved.State, approved.DecidedBy, approved.Etag));
        Assert.Equal(600, await ApprovedAsync(fund));
        Assert.Equal(approved, await Changes.GetFundChangeAsync(new GetFundChangeRequest { FundChangeId = approved.FundChangeId }, allocation.Ann));
        Assert.Equal("FUND_CHANGE_DECIDED", (await RefusedCall.OfAsync(ApproveAsync(approved))).Reason);
    }

    [Fact]
    public async Task never_takes_more_than_was_approved_even_at_once()
    {
        var fund = await allocation.FundedAsync(NewYear(), pence: 1_000);
        var proposed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ProposedAsync(fund, -300)));

        var calls = proposed.Select(change => ApproveAsync(change)).ToArray();
        var refused = await RefusalsAsync(calls);

        Assert.Equal(Enumerable.Repeat("FUND_BELOW_ZERO", 5), refused);
        Assert.Equal(100, await ApprovedAsync(fund));
    }

    [Fact]
    public async Task leaves_the_fund_as_it_is_when_it_is_refused()
    {
        var fund = await allocation.FundedAsync(NewYear(), pence: 1_000);
        var proposed = await ProposedAsync(fund, 50);

        var refused = (await Changes.RefuseFundChangeAsync(
            new RefuseFundChangeRequest { FundChangeId = proposed.FundChangeId, Etag = proposed.Etag, RequestId = NewId() }, allocation.Ann)).FundChange;

        Assert.Equal((FundChangeState.Refused, 1_000L), (refused.State, await ApprovedAsync(fund)));
        Assert.Equal("FUND_CHANGE_DECIDED", (await RefusedCall.OfAsync(ApproveAsync(refused))).Reason);
        Assert.Equal(refused, Assert.Single((await Changes.ListFundChangesAsync(new ListFundChangesRequest { FundId = fund.FundId }, allocation.Ann)).FundChanges));
    }

    [Fact]
    public async Task is_refused_by_nothing_and_on_a_day_that_has_not_come_or_is_after_the_year()
    {
        var past = await allocation.Funds.CreateFundAsync(
            new CreateFundRequest { Fund = new Fund { Funder = "QCH", FinancialYear = 2020, ApprovedPence = 1 }, RequestId = NewId() }, allocation.Ann);

        Assert.Equal(["fund_change.amount_pence"], (await RefusedCall.OfAsync(ProposedAsync(past, 0))).Fields);
        Assert.Equal(["fund_change.effective_date"], (await RefusedCall.OfAsync(ProposedAsync(past, 1, "2190-01-01"))).Fields.Distinct());
        Assert.Equal(["fund_change.effective_date"], (await RefusedCall.OfAsync(ProposedAsync(past, 1, "2021-04-01"))).Fields);
        Assert.Equal("FUND_NOT_FOUND", (await RefusedCall.OfAsync(ProposedAsync(new Fund { FundId = NewId() }, 1))).Reason);
    }

    private Task<FundChange> ProposedAsync(Fund fund, long pence, string day = "2020-05-01") => Changes.CreateFundChangeAsync(
        new CreateFundChangeRequest
        {
            FundId = fund.FundId, RequestId = NewId(),
            FundChange = new FundChange
            {
                AmountPence = Math.Abs(pence), Direction = pence < 0 ? FundChangeDirection.Less : FundChangeDirection.More, EffectiveDate = day, Reason = "Board paper 31",
            },
        }, allocation.Ann).ResponseAsync;

    private Task<ApproveFundChangeResponse> ApproveAsync(FundChange change, string subject = "bob") => Changes.ApproveFundChangeAsync(
        new ApproveFundChangeRequest { FundChangeId = change.FundChangeId, Etag = change.Etag, RequestId = NewId() }, allocation.Service.As(subject)).ResponseAsync;

    private async Task<long> ApprovedAsync(Fund fund) => (await allocation.Funds.GetFundAsync(new GetFundRequest { FundId = fund.FundId }, allocation.Ann)).ApprovedPence;
}
