using Grpc.Core;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Plans.Tests.Features.PlansFixture;

namespace PersonalBudgets.Plans.Tests.Features;

/// <summary>Their plans close from whatever state, and nothing new of them is approved (DOMAIN 0, A3, A14).</summary>
public sealed class When_a_person_dies(PlansFixture fixture) : IClassFixture<PlansFixture>
{
    [Fact]
    public async Task a_draft_closes_and_can_be_neither_changed_nor_submitted()
    {
        var draft = await fixture.WrittenAsync();

        await fixture.DiesAsync(draft.PersonId);
        var closing = await fixture.UntilAsync(draft.PlanId, PlanState.Closing);

        Assert.Equal([PlanFlag.PersonDied], closing.Flags);
        await fixture.Plans.UpdatePlanAsync(Write(closing), fixture.Planner).RefusedAsync(StatusCode.FailedPrecondition, "PLAN_NOT_EDITABLE");
        await fixture.Plans.SubmitPlanAsync(Submit(closing), fixture.Planner).RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED");
    }

    [Fact]
    public async Task a_submitted_plan_is_approved_by_nobody_any_more()
    {
        var submitted = await fixture.SubmittedAsync();

        await fixture.DiesAsync(submitted.PersonId);
        var closing = await fixture.UntilAsync(submitted.PlanId, PlanState.Closing);

        Assert.Empty(closing.Approvals);
        await fixture.Plans.ApprovePlanAsync(Approve(closing), fixture.BoardApprover).RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED");
        await fixture.Plans.ApprovePlanAsync(Approve(submitted), fixture.BoardApprover).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
    }

    [Fact]
    public async Task a_plan_between_approval_and_money_closes_and_never_comes_to_be_approved()
    {
        var submitted = await fixture.SubmittedAsync();
        fixture.Allocation.BeforeHold = async request =>
        {
            // The news comes while Allocation is asked: the answer finds the plan closing.
            if (request.PlanId != submitted.PlanId)
                return;
            await fixture.DiesAsync(submitted.PersonId);
            await fixture.UntilAsync(submitted.PlanId, PlanState.Closing);
        };

        var answer = (await fixture.Plans.ApprovePlanAsync(Approve(submitted), fixture.BoardApprover)).Plan;
        fixture.Allocation.Behave();

        Assert.Equal((PlanState.Closing, ""), (answer.State, answer.CommitmentId));
        Assert.Equal(0, await fixture.CountEventsAsync(submitted.PlanId, "PlanApproved"));
    }

    [Fact]
    public async Task an_approved_plan_closes_with_its_commitment_for_the_final_account()
    {
        var submitted = await fixture.SubmittedAsync();
        var approved = (await fixture.Plans.ApprovePlanAsync(Approve(submitted), fixture.BoardApprover)).Plan;

        await fixture.DiesAsync(approved.PersonId);
        var closing = await fixture.UntilAsync(approved.PlanId, PlanState.Closing);

        Assert.Equal((approved.CommitmentId, approved.ApproveTime), (closing.CommitmentId, closing.ApproveTime));
        Assert.Equal(approved.Approvals, closing.Approvals);
    }

    [Fact]
    public async Task by_mistake_approved_plans_are_in_force_again_and_others_go_back_to_their_authors()
    {
        var approved = (await fixture.Plans.ApprovePlanAsync(Approve(await fixture.SubmittedAsync()), fixture.BoardApprover)).Plan;
        var (submitted, draft) = (await fixture.SubmittedAsync(), await fixture.WrittenAsync());
        V1.Plan[] all = [approved, submitted, draft];
        foreach (var plan in all)
        {
            await fixture.DiesAsync(plan.PersonId);
            await fixture.UntilAsync(plan.PlanId, PlanState.Closing);
            await fixture.LivesAsync(plan.PersonId);
        }

        var again = await fixture.UntilAsync(approved.PlanId, PlanState.Approved);
        Assert.Equal((approved.CommitmentId, approved.ApproveTime, 0), (again.CommitmentId, again.ApproveTime, again.Flags.Count));
        var returned = await fixture.UntilAsync(submitted.PlanId, PlanState.Returned);
        Assert.StartsWith("A death was recorded by mistake", returned.ReturnReasons, StringComparison.Ordinal);
        Assert.Equal(PlanState.Submitted, (await fixture.Plans.SubmitPlanAsync(Submit(returned), fixture.Planner)).Plan.State);
        await fixture.UntilAsync(draft.PlanId, PlanState.Draft);
    }

    [Fact]
    public async Task no_plan_is_opened_by_a_budget_that_arrives_later()
    {
        var (person, allocation) = (NewId(), NewId());
        await fixture.DiesAsync(person);
        await fixture.AuditedAsync("plans.person.died", person);

        await fixture.IssuesAsync(person, allocation, 1_000);

        Assert.Equal(["PERSON_DIED"], await fixture.AuditedAsync("plans.plan.not_opened", allocation));
        Assert.Empty(await fixture.PlansOfAsync(person));
    }

    [Fact]
    public async Task the_plans_of_a_record_that_was_merged_with_theirs_close_too()
    {
        var (one, other) = (await fixture.OpenedAsync(), await fixture.OpenedAsync());
        await fixture.DiesAsync(one.PersonId);
        await fixture.UntilAsync(one.PlanId, PlanState.Closing);

        await fixture.MergeAsync(other.PersonId, one.PersonId);
        await fixture.UntilAsync(other.PlanId, PlanState.Closing);

        foreach (var id in (string[])[one.PersonId, other.PersonId])
            Assert.Equal([one.PlanId, other.PlanId], (await fixture.PlansOfAsync(id)).Select(plan => plan.PlanId));
    }
}
