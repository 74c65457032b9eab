using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Purposes_of_funds(AllocationService allocation)
{
    private Task<Fund> FundedAsync(int year, FundPurpose purpose, long pence = 1_000_000) => allocation.Funds.CreateFundAsync(
        new CreateFundRequest { Fund = new Fund { Funder = Board, FinancialYear = year, ApprovedPence = pence, Purpose = purpose }, RequestId = NewId() },
        allocation.Ann).ResponseAsync;

    [Fact]
    public async Task choose_the_fund_of_a_line_and_leave_the_rest_to_the_general_one()
    {
        var year = NewYear();
        var (general, aftercare) = (await FundedAsync(year, FundPurpose.Unspecified), await FundedAsync(year, FundPurpose.Aftercare));

        var answer = await allocation.Commit(await allocation.RequestAsync(year, Line(70, LegalBasis.S117), Line(20, LegalBasis.Chc), Line(9)));

        Assert.Equal(FundPurpose.General, general.Purpose);
        Assert.Equal([(aftercare.FundId, 70L), (general.FundId, 29)], answer.Commitment.Shares.Select(share => (share.FundId, share.AnnualPence)));
        Assert.Equal((70, 29), (await allocation.CommittedAsync(aftercare), await allocation.CommittedAsync(general)));
    }

    [Fact]
    public async Task let_an_empty_fund_refuse_its_own_powers_though_another_has_money_left()
    {
        var year = NewYear();
        var (_, discretionary) = (await FundedAsync(year, FundPurpose.General), await FundedAsync(year, FundPurpose.Discretionary, 10));

        var refusal = await RefusedCall.OfAsync(allocation.Commit(await allocation.RequestAsync(year, Line(11), Line(5, LegalBasis.Chc))));

        Assert.Equal("FUND_EXHAUSTED", refusal.Reason);
        Assert.Equal(0, await allocation.CommittedAsync(discretionary));
    }

    [Fact]
    public async Task that_have_no_fund_and_no_general_one_either_are_missing()
    {
        var year = NewYear();
        await FundedAsync(year, FundPurpose.Wheelchairs);

        var refusal = await RefusedCall.OfAsync(allocation.Commit(await allocation.RequestAsync(year, Line(11))));

        Assert.Equal("FUND_MISSING", refusal.Reason);
        Assert.Equal([Board], refusal.BrokenRules.Select(rule => rule.Subject));
    }

    [Fact]
    public async Task given_a_fund_later_move_what_is_taken_again_whole()
    {
        var year = NewYear();
        var general = await FundedAsync(year, FundPurpose.General);
        var request = await allocation.RequestAsync(year, Line(70, LegalBasis.S117), Line(20, LegalBasis.Chc));
        var held = (await allocation.Commit(request)).Commitment;
        await allocation.Budgets.ReleaseCommitmentAsync(
            new ReleaseCommitmentRequest { CommitmentId = held.CommitmentId, Etag = held.Etag, RequestId = NewId() }, allocation.Ann);
        var aftercare = await FundedAsync(year, FundPurpose.Aftercare);
        request.RequestId = NewId();

        var again = (await allocation.Commit(request)).Commitment;

        Assert.Equal(held.CommitmentId, again.CommitmentId);
        Assert.Equal((70, 20), (await allocation.CommittedAsync(aftercare), await allocation.CommittedAsync(general)));
        Assert.Equal(again, await allocation.ReadAsync(again.CommitmentId));
    }
}
