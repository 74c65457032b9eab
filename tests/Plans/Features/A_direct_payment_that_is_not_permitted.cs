using Grpc.Core;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Plans.Tests.Features.PlansFixture;

namespace PersonalBudgets.Plans.Tests.Features;

/// <summary>While the answer is no, a plan with a direct payment goes no further; a third party may hold the money (DOMAIN 0, A9).</summary>
public sealed class A_direct_payment_that_is_not_permitted(PlansFixture fixture) : IClassFixture<PlansFixture>
{
    [Fact]
    public async Task keeps_its_plan_from_being_submitted_until_another_holds_the_money()
    {
        var written = await fixture.WrittenAsync(Line(), Line());
        await fixture.PermitsAsync(written.PersonId, false, version: 1);

        Assert.Equal([PlanFlag.DirectPaymentNotPermitted], (await fixture.GetAsync(written.PlanId)).Flags);
        await fixture.Plans.SubmitPlanAsync(Submit(written), fixture.Planner)
            .RefusedAsync(StatusCode.FailedPrecondition, "DIRECT_PAYMENT_NOT_PERMITTED");

        var thirdParty = Line();
        thirdParty.Management = Management.ThirdParty;
        var changed = await fixture.Plans.UpdatePlanAsync(Write(written, thirdParty), fixture.Planner);
        Assert.Empty(changed.Flags);
        Assert.Equal(PlanState.Submitted, (await fixture.Plans.SubmitPlanAsync(Submit(changed), fixture.Planner)).Plan.State);
    }

    [Fact]
    public async Task keeps_its_plan_from_being_approved_until_the_answer_is_yes_again()
    {
        var submitted = await fixture.SubmittedAsync();
        await fixture.PermitsAsync(submitted.PersonId, false, version: 1);
        await fixture.Plans.ApprovePlanAsync(Approve(submitted), fixture.BoardApprover)
            .RefusedAsync(StatusCode.FailedPrecondition, "DIRECT_PAYMENT_NOT_PERMITTED");

        await fixture.PermitsAsync(submitted.PersonId, true, version: 2);

        Assert.Equal(PlanState.Approved, (await fixture.Plans.ApprovePlanAsync(Approve(submitted), fixture.BoardApprover)).Plan.State);
    }

    [Fact]
    public async Task undoes_the_last_approval_where_the_answer_comes_while_the_money_is_asked_for()
    {
        var submitted = await fixture.SubmittedAsync();
        fixture.Allocation.BeforeHold = request =>
            request.PlanId == submitted.PlanId ? fixture.PermitsAsync(submitted.PersonId, false, version: 1) : Task.CompletedTask;

        await fixture.Plans.ApprovePlanAsync(Approve(submitted), fixture.BoardApprover)
            .RefusedAsync(StatusCode.FailedPrecondition, "DIRECT_PAYMENT_NOT_PERMITTED");
        fixture.Allocation.Behave();

        var waiting = await fixture.GetAsync(submitted.PlanId);
        Assert.Equal((PlanState.Submitted, ""), (waiting.State, Assert.Single(waiting.Approvals).ApprovedBy));
        Assert.Equal(0, await fixture.CountEventsAsync(submitted.PlanId, "PlanApproved"));
    }

    [Fact]
    public async Task stays_in_a_plan_that_was_approved_before_where_it_is_shown()
    {
        var submitted = await fixture.SubmittedAsync();
        await fixture.Plans.ApprovePlanAsync(Approve(submitted), fixture.BoardApprover);

        await fixture.PermitsAsync(submitted.PersonId, false, version: 1);

        var plan = await fixture.GetAsync(submitted.PlanId);
        Assert.Equal((PlanState.Approved, PlanFlag.DirectPaymentNotPermitted), (plan.State, Assert.Single(plan.Flags)));
    }
}
