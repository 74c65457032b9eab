using Grpc.Core;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Plans.Tests.Features.PlansFixture;

namespace PersonalBudgets.Plans.Tests.Features;

/// <summary>The two steps of an approval, interrupted wherever a process can die: the sweep finishes each plan, once.</summary>
public sealed class Setting_the_money_aside(PlansFixture fixture) : IClassFixture<PlansFixture>, IDisposable
{
    [Fact]
    public async Task waits_in_approving_while_allocation_is_out_of_reach_and_is_resumed()
    {
        var request = Approve(await fixture.SubmittedAsync());
        fixture.Allocation.BeforeHold = _ => throw FakeAllocation.OutOfReach;

        var answer = (await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover)).Plan;
        fixture.Allocation.Behave();
        var resumed = await fixture.UntilAsync(request.PlanId, PlanState.Approved);

        Assert.Equal((PlanState.Approving, ""), (answer.State, answer.CommitmentId));
        Assert.Equal(resumed, (await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover)).Plan);
        await AssertOnceAsync(resumed);
    }

    [Fact]
    public async Task finds_the_hold_again_whose_answer_was_lost()
    {
        var request = Approve(await fixture.SubmittedAsync());
        fixture.Allocation.BeforeAnswer = _ => throw FakeAllocation.OutOfReach;

        var answer = (await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover)).Plan;
        var hold = Assert.Single(fixture.Allocation.Holds, hold => hold.PlanId == request.PlanId);
        fixture.Allocation.Behave();
        var resumed = await fixture.UntilAsync(request.PlanId, PlanState.Approved);

        Assert.Equal((PlanState.Approving, hold.CommitmentId), (answer.State, resumed.CommitmentId));
        await AssertOnceAsync(resumed);
    }

    [Fact]
    public async Task goes_on_where_the_caller_hung_up_before_the_plan_was_approved()
    {
        var request = Approve(await fixture.SubmittedAsync());
        var isHeld = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        fixture.Allocation.BeforeAnswer = _ =>
        {
            isHeld.TrySetResult();
            return goOn.Task;
        };
        using var hangUp = new CancellationTokenSource();

        var call = fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover, cancellationToken: hangUp.Token);
        await isHeld.Task;
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => call.ResponseAsync);
        goOn.SetResult();
        fixture.Allocation.Behave();

        await AssertOnceAsync(await fixture.UntilAsync(request.PlanId, PlanState.Approved));
    }

    [Fact]
    public async Task tells_each_funders_level_and_why_the_plan_costs_less()
    {
        var plan = await fixture.SubmittedAsync(NeedType.Shared);
        Allocation.V1.CommitBudgetRequest? asked = null;
        fixture.Allocation.BeforeHold = request =>
        {
            asked = request;
            return Task.CompletedTask;
        };

        await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.As("anne", TestService.IntegratedCareBoard, permissions: ["plans.plans.approve"]));
        plan.Etag = $"{int.Parse(plan.Etag, System.Globalization.CultureInfo.InvariantCulture) + 1}";
        await fixture.Plans.ApprovePlanAsync(
            Approve(plan), fixture.As("bob", TestService.Council, permissions: ["plans.plans.approve", Contracts.ApprovalPermissions.Panel]));

        Assert.Equal(
            [(TestService.IntegratedCareBoard, Allocation.V1.ApprovalLevel.TeamManager), (TestService.Council, Allocation.V1.ApprovalLevel.Panel)],
            asked!.Approvals.Select(approval => (approval.Funder, approval.Level)));
        Assert.Equal("It costs less than was estimated.", asked.Reasons);
        Assert.Equal(["TEAM_MANAGER", "PANEL"], (await fixture.UntilAsync(plan.PlanId, PlanState.Approved)).Approvals.Select(approval => approval.Level));
    }

    [Fact]
    public async Task asks_in_the_name_of_the_one_funder_that_an_agreement_lets_decide()
    {
        fixture.Allocation.Delegations.Add(new Allocation.V1.DelegatedApproval { Funder = TestService.IntegratedCareBoard, ApproverFunder = TestService.Council });
        var plan = await fixture.SubmittedAsync(NeedType.Shared);
        fixture.Allocation.Delegations.Clear();
        Allocation.V1.CommitBudgetRequest? asked = null;
        fixture.Allocation.BeforeHold = request =>
        {
            asked = request;
            return Task.CompletedTask;
        };

        await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.As("bob", TestService.Council, permissions: ["plans.plans.approve"]));

        var approved = await fixture.UntilAsync(plan.PlanId, PlanState.Approved);
        Assert.Equal(TestService.Council, Assert.Single(asked!.Approvals).Funder);
        Assert.Equal([("bob", TestService.Council), ("bob", TestService.Council)], approved.Approvals.Select(share => (share.ApprovedBy, share.ApprovedByFunder)));
    }

    [Fact]
    public async Task is_done_by_the_repeat_of_a_request_too()
    {
        var request = Approve(await fixture.SubmittedAsync());
        fixture.Allocation.BeforeHold = _ => throw FakeAllocation.OutOfReach;
        await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover);
        fixture.Allocation.Behave();

        var repeat = (await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover)).Plan;

        Assert.Equal(PlanState.Approved, repeat.State);
        await AssertOnceAsync(repeat);
    }

    [Fact]
    public async Task takes_a_new_hold_for_one_that_lapsed()
    {
        var request = Approve(await fixture.SubmittedAsync());
        fixture.Allocation.HoldsFor = TimeSpan.FromSeconds(-1);
        fixture.Allocation.BeforeAnswer = _ =>
        {
            fixture.Allocation.HoldsFor = TimeSpan.FromHours(24);
            return Task.CompletedTask;
        };

        var plan = (await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover)).Plan;

        Assert.Equal(PlanState.Approved, plan.State);
        Assert.Equal(2, fixture.Allocation.Holds.Count(hold => hold.PlanId == plan.PlanId));
        Assert.Equal(plan.CommitmentId, fixture.Allocation.Holds.Where(hold => hold.PlanId == plan.PlanId).MaxBy(hold => hold.ExpireTime)!.CommitmentId);
    }

    [Fact]
    public async Task tells_the_last_approver_what_the_funds_said_and_undoes_that_approval_alone()
    {
        var plan = await fixture.SubmittedAsync(NeedType.Shared);
        var half = (await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.BoardApprover)).Plan;
        var request = Approve(half);
        fixture.Allocation.BeforeHold = _ => throw FakeAllocation.Exhausted;

        await fixture.Plans.ApprovePlanAsync(request, fixture.CouncilApprover).RefusedAsync(StatusCode.FailedPrecondition, "FUND_EXHAUSTED");
        fixture.Allocation.Behave();
        var waiting = await fixture.GetAsync(plan.PlanId);

        Assert.Equal(PlanState.Submitted, waiting.State);
        Assert.Equal(["anne", ""], waiting.Approvals.Select(share => share.ApprovedBy));
        // The same request is answered as before; a new one asks the funds anew.
        await fixture.Plans.ApprovePlanAsync(request, fixture.CouncilApprover).RefusedAsync(StatusCode.FailedPrecondition, "FUND_EXHAUSTED");
        var approved = (await fixture.Plans.ApprovePlanAsync(Approve(waiting), fixture.CouncilApprover)).Plan;
        Assert.Equal(PlanState.Approved, approved.State);
        await AssertOnceAsync(approved);
    }

    [Fact]
    public async Task tells_a_refusal_that_the_sweep_met_to_the_repeat_of_the_request()
    {
        var request = Approve(await fixture.SubmittedAsync());
        fixture.Allocation.BeforeHold = _ => throw FakeAllocation.OutOfReach;
        await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover);
        fixture.Allocation.BeforeHold = _ => throw FakeAllocation.Exhausted;
        await fixture.UntilAsync(request.PlanId, PlanState.Submitted);

        await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover).RefusedAsync(StatusCode.FailedPrecondition, "FUND_EXHAUSTED");
    }

    [Fact]
    public async Task asks_anew_where_another_question_was_asked_in_the_name_of_its_version()
    {
        var request = Approve(await fixture.SubmittedAsync());
        string? taken = null;
        fixture.Allocation.BeforeHold = asked => (taken ??= asked.RequestId) == asked.RequestId ? throw FakeAllocation.Reused : Task.CompletedTask;

        var plan = (await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover)).Plan;

        Assert.Equal(PlanState.Approved, plan.State);
        await AssertOnceAsync(plan);
    }

    [Fact]
    public async Task leaves_a_plan_to_the_sweep_where_every_hold_lapses_at_once()
    {
        var request = Approve(await fixture.SubmittedAsync());
        fixture.Allocation.HoldsFor = TimeSpan.FromSeconds(-1);

        var plan = (await fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover, DateTime.UtcNow.AddSeconds(4))).Plan;

        Assert.Equal(PlanState.Approving, plan.State);
        fixture.Allocation.Behave();
        await fixture.UntilAsync(request.PlanId, PlanState.Approved);
    }

    [Fact]
    public async Task approves_no_other_shares_than_those_that_the_funders_approved()
    {
        var plan = await fixture.SubmittedAsync(NeedType.Shared);
        var half = (await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.BoardApprover)).Plan;
        fixture.Allocation.BoardPaysAll = true;

        await fixture.Plans.ApprovePlanAsync(Approve(half), fixture.CouncilApprover).RefusedAsync(StatusCode.FailedPrecondition, "SHARES_CHANGED");

        var waiting = await fixture.GetAsync(plan.PlanId);
        Assert.Equal(PlanState.Submitted, waiting.State);
        var returned = (await fixture.Plans.ReturnPlanAsync(Return(waiting), fixture.BoardApprover)).Plan;
        var again = (await fixture.Plans.SubmitPlanAsync(Submit(returned), fixture.Planner)).Plan;
        Assert.Equal(PlanState.Approved, (await fixture.Plans.ApprovePlanAsync(Approve(again), fixture.BoardApprover)).Plan.State);
    }

    [Fact]
    public async Task holds_and_approves_once_where_many_try_at_once()
    {
        var request = Approve(await fixture.SubmittedAsync());
        var started = 0;
        var together = new TaskCompletionSource();
        fixture.Allocation.BeforeAnswer = async _ =>
        {
            if (Interlocked.Increment(ref started) >= 3)
                together.TrySetResult();
            await Task.WhenAny(together.Task, Task.Delay(TimeSpan.FromSeconds(3)));
        };
        var first = fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover).ResponseAsync;
        await fixture.UntilAsync(request.PlanId, PlanState.Approving);

        var answers = await Task.WhenAll(
            first, fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover).ResponseAsync, fixture.Plans.ApprovePlanAsync(request, fixture.BoardApprover).ResponseAsync);

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        await AssertOnceAsync(answers[0].Plan);
    }

    public void Dispose() => fixture.Allocation.Behave();

    private async Task AssertOnceAsync(V1.Plan plan)
    {
        Assert.Equal(plan.CommitmentId, Assert.Single(fixture.Allocation.Holds, hold => hold.PlanId == plan.PlanId).CommitmentId);
        Assert.Equal(1, await fixture.CountEventsAsync(plan.PlanId, "PlanApproved"));
    }
}
