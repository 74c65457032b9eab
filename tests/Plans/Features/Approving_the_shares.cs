using Grpc.Core;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Plans.Tests.Features.PlansFixture;

namespace PersonalBudgets.Plans.Tests.Features;

public sealed class Approving_the_shares(PlansFixture fixture) : IClassFixture<PlansFixture>
{
    [Fact]
    public async Task sets_the_money_aside_with_the_last_one()
    {
        var plan = await fixture.SubmittedAsync(NeedType.Shared);

        var half = (await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.BoardApprover)).Plan;
        var whole = (await fixture.Plans.ApprovePlanAsync(Approve(half), fixture.CouncilApprover)).Plan;

        Assert.Equal((PlanState.Submitted, ""), (half.State, half.CommitmentId));
        Assert.Equal(PlanState.Approved, whole.State);
        Assert.Equal(["anne", "bob"], whole.Approvals.Select(share => share.ApprovedBy));
        Assert.Equal(whole.CommitmentId, Assert.Single(fixture.Allocation.Holds, hold => hold.PlanId == plan.PlanId).CommitmentId);
        Assert.NotNull(whole.ApproveTime);
        var published = (await fixture.Service.LookAsync<string>(
            "select body::text from platform.outbox where aggregate_id = @id::uuid and type like '%PlanApproved'", new { id = plan.PlanId })).Single();
        Assert.Contains(whole.CommitmentId, published);
        Assert.DoesNotContain("Cinema", published);
    }

    [Fact]
    public async Task is_not_for_whoever_had_a_hand_in_the_plan()
    {
        var opened = await fixture.OpenedAsync();
        var begun = await fixture.Plans.UpdatePlanAsync(Write(opened), fixture.BoardApprover);
        var written = await fixture.Plans.UpdatePlanAsync(Write(begun), fixture.Planner);
        var plan = (await fixture.Plans.SubmitPlanAsync(Submit(written), fixture.As("submitter", TestService.IntegratedCareBoard))).Plan;

        await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.BoardApprover).RefusedAsync(StatusCode.FailedPrecondition, "APPROVER_IS_AUTHOR");
        await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.As("submitter", TestService.IntegratedCareBoard))
            .RefusedAsync(StatusCode.FailedPrecondition, "APPROVER_IS_AUTHOR");
        Assert.Equal(PlanState.Approved, (await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.As("carol", TestService.IntegratedCareBoard))).Plan.State);
    }

    [Fact]
    public async Task is_for_funders_with_an_open_share()
    {
        var plan = await fixture.SubmittedAsync(NeedType.Shared);
        await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.As("dave", "RX1")).RefusedAsync(StatusCode.FailedPrecondition, "NOT_A_FUNDER");
        // The funder that stands second approves first.
        var half = (await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.CouncilApprover)).Plan;

        Assert.Equal(["", "bob"], half.Approvals.Select(share => share.ApprovedBy));
        await fixture.Plans.ApprovePlanAsync(Approve(half), fixture.As("carol", TestService.Council)).RefusedAsync(StatusCode.FailedPrecondition, "SHARE_APPROVED");
    }

    [Fact]
    public async Task needs_a_plan_that_waits_for_it_in_the_version_that_was_seen()
    {
        var written = await fixture.WrittenAsync();
        await fixture.Plans.ApprovePlanAsync(Approve(written), fixture.BoardApprover).RefusedAsync(StatusCode.FailedPrecondition, "PLAN_NOT_SUBMITTED");
        var plan = (await fixture.Plans.SubmitPlanAsync(Submit(written), fixture.Planner)).Plan;

        await fixture.Plans.ApprovePlanAsync(Approve(written), fixture.BoardApprover).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        plan.Etag = "";
        await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.BoardApprover).RefusedAsync(StatusCode.FailedPrecondition, "ETAG_REQUIRED");
    }

    [Fact]
    public async Task lets_one_of_two_approvers_at_once_win_and_the_other_read_again()
    {
        var plan = await fixture.SubmittedAsync(NeedType.Shared);
        var calls = new[] { fixture.BoardApprover, fixture.CouncilApprover, fixture.As("carol", TestService.IntegratedCareBoard) }
            .Select(who => fixture.Plans.ApprovePlanAsync(Approve(plan), who).ResponseAsync).ToArray();

        await Task.WhenAll(calls.Select(call => call.ContinueWith(_ => { }, TaskScheduler.Default)));

        _ = Assert.Single(calls, call => call.IsCompletedSuccessfully);
        Assert.All(calls.Where(call => call.IsFaulted), call => Assert.Equal(StatusCode.Aborted, ((RpcException)call.Exception!.InnerException!).StatusCode));
        var after = await fixture.GetAsync(plan.PlanId);
        Assert.Single(after.Approvals, share => share.ApprovedBy.Length > 0);
        Assert.Equal("4", after.Etag);
    }

    [Fact]
    public async Task gives_the_same_answer_to_the_same_request()
    {
        var request = Approve(await fixture.SubmittedAsync());

        var first = await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover);
        var second = await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover);

        Assert.Equal(first, second);
        Assert.Equal(1, await fixture.CountEventsAsync(request.PlanId, "PlanApproved"));
    }
}
