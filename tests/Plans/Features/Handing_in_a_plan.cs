using Grpc.Core;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Plans.Tests.Features.PlansFixture;

namespace PersonalBudgets.Plans.Tests.Features;

public sealed class Handing_in_a_plan(PlansFixture fixture) : IClassFixture<PlansFixture>
{
    [Fact]
    public async Task gives_each_funder_its_share_to_approve()
    {
        var written = await fixture.WrittenAsync(Line(NeedType.Health), Line(NeedType.Shared), Line(NeedType.Social));

        var plan = (await fixture.Plans.SubmitPlanAsync(Submit(written), fixture.Planner)).Plan;

        Assert.Equal((PlanState.Submitted, "3"), (plan.State, plan.Etag));
        Assert.Equal(
            [(TestService.IntegratedCareBoard, 21_588 + 10_794, ""), (TestService.Council, 10_794 + 21_588, "")],
            plan.Approvals.Select(approval => (approval.Funder, (int)approval.AnnualPence, approval.ApprovedBy)));
        Assert.All(plan.Lines, line => Assert.Equal(line.AnnualPence, line.Shares.Sum(share => share.AnnualPence)));
        Assert.Equal(1, await fixture.CountEventsAsync(plan.PlanId, "PlanSubmitted"));
        Assert.Equal(plan, await fixture.GetAsync(plan.PlanId));
    }

    [Fact]
    public async Task asks_allocation_with_the_callers_own_token()
    {
        var planner = fixture.Planner;
        var written = await fixture.WrittenAsync();

        await fixture.Plans.SubmitPlanAsync(Submit(written), planner);

        Assert.Equal(planner.GetValue("authorization"), fixture.Allocation.LastSplitHeaders.GetValue("authorization"));
    }

    [Fact]
    public async Task is_refused_with_everything_that_is_missing()
    {
        var refusal = await fixture.Plans.SubmitPlanAsync(Submit(await fixture.OpenedAsync()), fixture.Planner)
            .RefusedAsync(StatusCode.FailedPrecondition, "PLAN_INCOMPLETE");

        Assert.Equal(
            [("PLAN_INCOMPLETE", "start_date"), ("PLAN_INCOMPLETE", "outcomes"), ("PLAN_INCOMPLETE", "lines"), ("PLAN_INCOMPLETE", "first_review_date")],
            refusal.BrokenRules);
    }

    [Fact]
    public async Task is_refused_with_the_code_and_the_source_of_each_rule_that_blocks()
    {
        var alcohol = Line();
        alcohol.Category = "ALCOHOL";
        var stay = Line();
        stay.Category = "INPATIENT_STAY";

        var refusal = await fixture.Plans.SubmitPlanAsync(Submit(await fixture.WrittenAsync(Line(), alcohol, stay)), fixture.Planner)
            .RefusedAsync(StatusCode.FailedPrecondition, "X07");

        Assert.Equal([("X07", "lines[1]"), ("X12", "lines[2]")], refusal.BrokenRules);
        Assert.Equal("SI 2013/1617 reg 11", refusal.Metadata["source"]);
    }

    [Fact]
    public async Task needs_reasons_above_the_indicative_budget()
    {
        var dear = Line();
        dear.AmountPence = 100_000;
        var written = await fixture.WrittenAsync(dear);

        await fixture.Plans.SubmitPlanAsync(Submit(written), fixture.Planner).RefusedAsync(StatusCode.FailedPrecondition, "REASONS_REQUIRED");
        var reasoned = await fixture.Plans.UpdatePlanAsync(
            new UpdatePlanRequest { PlanId = written.PlanId, Etag = written.Etag, RequestId = NewId(), Plan = new() { ReasonsAboveIndicative = "Nights are worse than assessed." } },
            fixture.Planner);

        Assert.Equal(PlanState.Submitted, (await fixture.Plans.SubmitPlanAsync(Submit(reasoned), fixture.Planner)).Plan.State);
    }

    [Fact]
    public async Task leaves_the_plan_as_it_is_while_allocation_is_out_of_reach()
    {
        var request = Submit(await fixture.WrittenAsync());
        fixture.Allocation.BeforeSplit = () => throw FakeAllocation.OutOfReach;

        await fixture.Plans.SubmitPlanAsync(request, fixture.Planner).RefusedAsync(StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE");
        fixture.Allocation.Behave();

        Assert.Equal(PlanState.Draft, (await fixture.GetAsync(request.PlanId)).State);
        Assert.Equal(PlanState.Submitted, (await fixture.Plans.SubmitPlanAsync(request, fixture.Planner)).Plan.State);
    }

    [Fact]
    public async Task closes_the_plan_to_changes_and_to_a_second_submission()
    {
        var plan = await fixture.SubmittedAsync();

        await fixture.Plans.UpdatePlanAsync(Write(plan), fixture.Planner).RefusedAsync(StatusCode.FailedPrecondition, "PLAN_NOT_EDITABLE");
        await fixture.Plans.SubmitPlanAsync(Submit(plan), fixture.Planner).RefusedAsync(StatusCode.FailedPrecondition, "PLAN_NOT_EDITABLE");
    }

    [Fact]
    public async Task happens_once_for_a_request_that_comes_twice_and_in_the_version_that_was_seen()
    {
        var written = await fixture.WrittenAsync();
        var request = Submit(written);

        var first = await fixture.Plans.SubmitPlanAsync(request, fixture.Planner);
        var second = await fixture.Plans.SubmitPlanAsync(request, fixture.Planner);

        Assert.Equal(first, second);
        Assert.Equal(1, await fixture.CountEventsAsync(written.PlanId, "PlanSubmitted"));
        await fixture.Plans.SubmitPlanAsync(Submit(written), fixture.Planner).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
    }

    [Fact]
    public async Task can_be_sent_back_with_reasons_and_handed_in_again()
    {
        var plan = await fixture.SubmittedAsync(NeedType.Shared);
        var half = (await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.BoardApprover)).Plan;

        var returned = (await fixture.Plans.ReturnPlanAsync(Return(half), fixture.CouncilApprover)).Plan;
        var again = (await fixture.Plans.SubmitPlanAsync(Submit(await fixture.Plans.UpdatePlanAsync(Write(returned, Line(NeedType.Shared)), fixture.Planner)), fixture.Planner)).Plan;

        Assert.Equal((PlanState.Returned, "Too little help at night.", 0, 0),
            (returned.State, returned.ReturnReasons, returned.Approvals.Count, returned.Lines.Sum(line => line.Shares.Count)));
        Assert.Equal(1, await fixture.CountEventsAsync(plan.PlanId, "PlanReturned"));
        Assert.Equal((PlanState.Submitted, "", 2, 0), (again.State, again.ReturnReasons, again.Approvals.Count, again.Approvals.Count(share => share.ApprovedBy.Length > 0)));
    }

    [Fact]
    public async Task can_be_sent_back_by_its_funders_alone()
    {
        var plan = await fixture.SubmittedAsync(NeedType.Health);

        await fixture.Plans.ReturnPlanAsync(Return(plan), fixture.CouncilApprover).RefusedAsync(StatusCode.FailedPrecondition, "NOT_A_FUNDER");
    }
}
