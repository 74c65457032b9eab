using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Committing_a_budget(AllocationService allocation)
{
    [Fact]
    public async Task holds_each_funders_part_in_its_fund_of_the_year()
    {
        var year = NewYear();
        var (board, council) = (await allocation.FundedAsync(year), await allocation.FundedAsync(year, Council));
        var request = await allocation.RequestAsync(year, Line(100_001, LegalBasis.S117, NeedType.Shared), Line(20_000, LegalBasis.CareAct, NeedType.Social, 3));

        var answer = await allocation.Commit(request);

        Assert.Equal(CommitmentState.Held, answer.Commitment.State);
        Assert.Equal([(Board, board.FundId, 50_001L, 0L), (Council, council.FundId, 70_000, 3)],
            answer.Commitment.Shares.Select(share => (share.Funder, share.FundId, share.AnnualPence, share.OneOffPence)));
        Assert.Equal(request.Lines.Select(line => line.LineId), answer.Lines.Select(line => line.LineId));
        Assert.Equal((50_001, 70_003), (await allocation.CommittedAsync(board), await allocation.CommittedAsync(council)));
        Assert.Equal(answer.Commitment, await allocation.ReadAsync(answer.Commitment.CommitmentId));
        Assert.Single(await allocation.Service.EventsAsync<BudgetCommitted>(answer.Commitment.CommitmentId));
    }

    [Fact]
    public async Task for_a_duty_goes_beyond_what_was_approved_and_is_flagged()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year, pence: 100);

        var answer = await allocation.Commit(await allocation.RequestAsync(year, Line(101, LegalBasis.Chc)));

        Assert.True(Assert.Single(answer.Commitment.Shares).OverCommitted);
        Assert.Equal(101, await allocation.CommittedAsync(fund));
    }

    [Fact]
    public async Task for_a_power_is_refused_beyond_what_is_left_and_leaves_nothing_behind()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year, pence: 100);
        var request = await allocation.RequestAsync(year, Line(60, LegalBasis.Chc), Line(41));

        var refusal = await RefusedCall.OfAsync(allocation.Commit(request));

        Assert.Equal((StatusCode.FailedPrecondition, "FUND_EXHAUSTED", Board), (refusal.Code, refusal.Reason, refusal.Metadata["funder"]));
        Assert.Equal(0, await allocation.CommittedAsync(fund));
        Assert.Empty((await allocation.Budgets.ListCommitmentsAsync(new ListCommitmentsRequest { PlanId = request.PlanId }, allocation.Ann)).Commitments);
    }

    [Fact]
    public async Task of_thirty_two_at_once_commits_the_last_pounds_to_one()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year, pence: 1_000);
        var requests = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => allocation.RequestAsync(year, Line(600))));

        var outcomes = await Task.WhenAll(requests.Select(async request =>
        {
            try
            {
                await allocation.Commit(request);
                return "held";
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition)
            {
                return "refused";
            }
        }));

        Assert.Single(outcomes, "held");
        Assert.Equal(31, outcomes.Count(outcome => outcome is "refused"));
        Assert.Equal(600, await allocation.CommittedAsync(fund));
    }

    [Fact]
    public async Task of_thirty_two_over_two_funds_in_any_order_keeps_each_fund_equal_to_its_commitments()
    {
        var year = NewYear();
        var (board, council) = (await allocation.FundedAsync(year), await allocation.FundedAsync(year, Council));
        var requests = await Task.WhenAll(Enumerable.Range(1, 32).Select(number => number % 2 is 0
            ? allocation.RequestAsync(year, Line(number, LegalBasis.Chc), Line(number, LegalBasis.CareAct, NeedType.Social))
            : allocation.RequestAsync(year, Line(number, LegalBasis.CareAct, NeedType.Social), Line(number, LegalBasis.Chc))));

        await Task.WhenAll(requests.Select(request => allocation.Commit(request).ResponseAsync));

        Assert.Equal((528, 528), (await allocation.CommittedAsync(board), await allocation.CommittedAsync(council)));
    }

    [Fact]
    public async Task twice_for_one_version_of_a_plan_gives_the_same_commitment_even_at_once()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year);
        var request = await allocation.RequestAsync(year, Line(500));

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var again = request.Clone();
            again.RequestId = NewId();
            return (await allocation.Commit(again)).Commitment.CommitmentId;
        }));

        Assert.Single(ids.Distinct());
        Assert.Equal(500, await allocation.CommittedAsync(fund));
        var other = request.Clone();
        other.RequestId = NewId();
        other.Lines[0].AnnualPence = 501;
        Assert.Equal((StatusCode.AlreadyExists, "COMMITMENT_EXISTS"), await RefusalAsync(allocation.Commit(other)));
    }

    [Fact]
    public async Task for_a_power_is_refused_without_a_fund()
    {
        var year = NewYear();

        var refusal = await RefusedCall.OfAsync(allocation.Commit(await allocation.RequestAsync(year, Line(9))));

        Assert.Equal(("FUND_MISSING", Board, $"{year}"), (refusal.Reason, refusal.Metadata["funder"], refusal.Metadata["financial_year"]));
    }

    [Fact]
    public async Task for_a_duty_opens_the_fund_that_nobody_made_and_its_funder_fills_it_later()
    {
        var year = NewYear();

        var shares = (await allocation.Commit(await allocation.RequestAsync(year, Line(9, LegalBasis.S117, NeedType.Shared)))).Commitment.Shares;

        Assert.All(shares, share => Assert.True(share is { OverCommitted: true, NoteNeeded: true }));
        var fund = await allocation.FundedAsync(year);
        Assert.Equal((shares[0].FundId, 5L, 1_000_000L), (fund.FundId, fund.CommittedPence, fund.ApprovedPence));
    }

    [Theory]
    [InlineData(9_500, ApprovalLevel.Automatic, true)]
    [InlineData(9_975, ApprovalLevel.Automatic, false)]
    [InlineData(9_975, ApprovalLevel.TeamManager, true)]
    [InlineData(10_450, ApprovalLevel.TeamManager, false)]
    [InlineData(10_450, ApprovalLevel.ServiceManager, true)]
    [InlineData(10_640, ApprovalLevel.ServiceManager, false)]
    [InlineData(10_640, ApprovalLevel.Panel, true)]
    public async Task R9_needs_a_higher_approval_the_further_it_lies_above_the_indicative_budget(long pounds, ApprovalLevel level, bool isEnough)
    {
        var year = NewYear();
        await allocation.FundedAsync(year, pence: 5_000_000);
        var request = await allocation.RequestAsync(year, Line(pounds * 100));
        request.AllocationId = await allocation.AllocatedAsync(950_000);
        request.Approvals.Clear();
        request.Approvals.Add(Approved(Board, level));

        if (isEnough)
            Assert.Equal(CommitmentState.Held, (await allocation.Commit(request)).Commitment.State);
        else
            Assert.Equal((StatusCode.FailedPrecondition, "APPROVAL_LEVEL_TOO_LOW"), await RefusalAsync(allocation.Commit(request)));
    }

    [Fact]
    public async Task needs_every_funders_approval_and_reasons_and_says_all_that_is_missing()
    {
        var year = NewYear();
        var request = await allocation.RequestAsync(year, Line(100, LegalBasis.S117, NeedType.Shared));
        request.Approvals.RemoveAt(1);
        request.Reasons = " ";

        var refusal = await RefusedCall.OfAsync(allocation.Commit(request));

        Assert.Equal([("APPROVAL_MISSING", Council), ("REASONS_REQUIRED", "reasons")], refusal.BrokenRules.Select(rule => (rule.Code, rule.Subject)));
        request.Approvals.Add(Approved(Board));
        Assert.Equal(["approvals[1].funder"], (await RefusedCall.OfAsync(allocation.Commit(request))).Fields);
    }

    [Fact]
    public async Task needs_no_reasons_at_the_very_amount_of_the_indicative_budget()
    {
        var year = NewYear();
        await allocation.FundedAsync(year);
        var request = await allocation.RequestAsync(year, Line(700, oneOffPence: 300));
        request.AllocationId = await allocation.AllocatedAsync(1_000);
        request.Reasons = "";

        Assert.Equal(CommitmentState.Held, (await allocation.Commit(request)).Commitment.State);
    }

    [Fact]
    public async Task of_what_a_model_gives_once_needs_no_higher_approval_and_no_reasons()
    {
        var year = NewYear();
        await allocation.FundedAsync(year);
        var request = await allocation.RequestAsync(year, Line(700, oneOffPence: 50_000));
        request.AllocationId = await allocation.AllocatedAsync(700, oneOffPence: 50_000);
        (request.Reasons, request.Approvals[0].Level) = ("", ApprovalLevel.Automatic);

        Assert.Equal(CommitmentState.Held, (await allocation.Commit(request)).Commitment.State);
    }

    [Fact]
    public async Task is_refused_for_an_allocation_that_is_not_there_and_for_a_line_given_twice()
    {
        var request = await allocation.RequestAsync(NewYear(), Line(9));
        request.Lines.Add(request.Lines[0]);
        Assert.Equal(["lines[1].line_id"], (await RefusedCall.OfAsync(allocation.Commit(request))).Fields);
        Assert.Equal(["lines[1].line_id"], (await RefusedCall.OfAsync(allocation.Budgets.SplitCostsAsync(new SplitCostsRequest { Lines = { request.Lines } }, allocation.Ann))).Fields);

        request.Lines.RemoveAt(1);
        request.AllocationId = NewId();
        Assert.Equal((StatusCode.NotFound, "ALLOCATION_NOT_FOUND"), await RefusalAsync(allocation.Commit(request)));
    }

    [Fact]
    public async Task knows_one_fund_for_a_funder_and_year()
    {
        var year = NewYear();
        await allocation.FundedAsync(year);

        var refusal = await RefusalAsync(allocation.Funds.CreateFundAsync(
            new CreateFundRequest { Fund = new Fund { Funder = Board, FinancialYear = year, ApprovedPence = 5 }, RequestId = NewId() }, allocation.Ann));

        Assert.Equal((StatusCode.AlreadyExists, "FUND_EXISTS"), refusal);
    }

    private static async Task<(StatusCode, string)> RefusalAsync<T>(AsyncUnaryCall<T> call)
    {
        var refusal = await RefusedCall.OfAsync(call);
        return (refusal.Code, refusal.Reason);
    }
}
