using Grpc.Core;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Plans.Tests.Features.PlansFixture;

namespace PersonalBudgets.Plans.Tests.Features;

/// <summary>Of two decisions in the place of one another one budget stands, and one plan can be approved: on that budget.</summary>
public sealed class A_superseded_budget(PlansFixture fixture) : IClassFixture<PlansFixture>
{
    [Fact]
    public async Task opens_no_second_plan_and_the_first_is_approved_only_when_it_is_rebased()
    {
        var submitted = await fixture.SubmittedAsync();
        var newer = await SupersedeAsync(submitted, 2_000_000);

        await fixture.Plans.ApprovePlanAsync(Approve(submitted), fixture.BoardApprover).RefusedAsync(StatusCode.FailedPrecondition, "ALLOCATION_SUPERSEDED");
        await fixture.Plans.RebasePlanAsync(Rebase(submitted), fixture.Planner).RefusedAsync(StatusCode.FailedPrecondition, "PLAN_NOT_EDITABLE");
        var returned = (await fixture.Plans.ReturnPlanAsync(Return(submitted), fixture.BoardApprover)).Plan;
        await fixture.Plans.SubmitPlanAsync(Submit(returned), fixture.Planner).RefusedAsync(StatusCode.FailedPrecondition, "ALLOCATION_SUPERSEDED");

        var rebased = (await fixture.Plans.RebasePlanAsync(Rebase(returned), fixture.Planner)).Plan;

        Assert.Equal((newer, 2_000_000), (rebased.AllocationId, rebased.IndicativeAnnualPence));
        Assert.Empty(rebased.Flags);
        var again = (await fixture.Plans.SubmitPlanAsync(Submit(rebased), fixture.Planner)).Plan;
        Assert.Equal(PlanState.Approved, (await fixture.Plans.ApprovePlanAsync(Approve(again), fixture.BoardApprover)).Plan.State);
        Assert.Equal(rebased.PlanId, Assert.Single(await fixture.PlansOfAsync(submitted.PersonId)).PlanId);
    }

    [Fact]
    public async Task leaves_a_plan_without_any_where_the_later_decision_says_no_until_one_says_yes()
    {
        var opened = await fixture.OpenedAsync();
        await fixture.EndsAsync(opened.PersonId, opened.AllocationId);
        await fixture.UntilAsync(opened.PlanId, PlanFlag.AllocationSuperseded);
        await fixture.Plans.RebasePlanAsync(Rebase(opened), fixture.Planner).RefusedAsync(StatusCode.FailedPrecondition, "ALLOCATION_ENDED");

        var newer = NewId();
        await fixture.IssuesAsync(opened.PersonId, newer, 70_000, opened.AllocationId);
        await fixture.AuditedAsync("plans.plan.not_opened", newer);

        Assert.Equal(newer, (await fixture.Plans.RebasePlanAsync(Rebase(opened), fixture.Planner)).Plan.AllocationId);
    }

    [Fact]
    public async Task gives_way_to_the_last_of_a_chain_whichever_way_round_it_is_told()
    {
        var first = await fixture.OpenedAsync();
        var (second, third) = (NewId(), NewId());
        await fixture.EndsAsync(first.PersonId, second);
        await fixture.AuditedAsync("plans.allocation.superseded", second);
        await fixture.IssuesAsync(first.PersonId, second, 70_000, first.AllocationId);
        Assert.Equal(["SUPERSEDED"], await fixture.AuditedAsync("plans.plan.not_opened", second));
        await fixture.IssuesAsync(first.PersonId, third, 80_000, second);
        Assert.Equal(["PLAN_TO_BE_REBASED"], await fixture.AuditedAsync("plans.plan.not_opened", third));

        var rebased = (await fixture.Plans.RebasePlanAsync(Rebase(first), fixture.Planner)).Plan;

        Assert.Equal((third, 80_000), (rebased.AllocationId, rebased.IndicativeAnnualPence));
    }

    [Fact]
    public async Task opens_a_plan_where_the_one_before_it_never_had_one()
    {
        var (person, newer) = (NewId(), NewId());

        await fixture.IssuesAsync(person, newer, 1_000, NewId());
        await Eventually.AnswersAsync(() => fixture.PlansOfAsync(person), plans => plans.Count is 1);

        Assert.Equal(newer, (await fixture.PlansOfAsync(person))[0].AllocationId);
    }

    [Fact]
    public async Task is_no_reason_to_rebase_a_plan_whose_budget_stands()
    {
        var opened = await fixture.OpenedAsync();

        await fixture.Plans.RebasePlanAsync(Rebase(opened), fixture.Planner).RefusedAsync(StatusCode.FailedPrecondition, "ALLOCATION_STANDS");
    }

    [Fact]
    public async Task leaves_an_approved_plan_in_force_and_shows_it()
    {
        var submitted = await fixture.SubmittedAsync();
        await fixture.Plans.ApprovePlanAsync(Approve(submitted), fixture.BoardApprover);

        await SupersedeAsync(submitted, 2_000_000);

        var plan = await fixture.GetAsync(submitted.PlanId);
        Assert.Equal((PlanState.Approved, PlanFlag.AllocationSuperseded), (plan.State, Assert.Single(plan.Flags)));
    }

    private static RebasePlanRequest Rebase(V1.Plan plan) => new() { PlanId = plan.PlanId, Etag = plan.Etag, RequestId = NewId() };

    /// <summary>A budget that takes the place of the plan's.</summary>
    private async Task<string> SupersedeAsync(V1.Plan plan, long pence)
    {
        var newer = NewId();
        await fixture.EndsAsync(plan.PersonId, plan.AllocationId);
        await fixture.UntilAsync(plan.PlanId, PlanFlag.AllocationSuperseded);
        await fixture.IssuesAsync(plan.PersonId, newer, pence, plan.AllocationId);
        Assert.Equal(["PLAN_TO_BE_REBASED"], await fixture.AuditedAsync("plans.plan.not_opened", newer));
        return newer;
    }
}
