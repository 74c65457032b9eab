using System.Text.Json.Nodes;
using PersonalBudgets.EndToEnd.Tests.Faults;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.LaterNews;

[Collection(nameof(OneOfEach))]
public sealed class A_decision_that_is_taken_anew(OneOfEach house)
{
    [Fact]
    public async Task leaves_one_budget_and_one_plan_which_is_approved_once_it_is_rebased()
    {
        var budget = await Budget.SubmittedAsync(house, 61);
        var allocation = await house.Gateway.GetAsync(Persona.Planner, $"/v1/allocations/{budget.AllocationId}");

        await house.Gateway.PostAsync(
            Persona.Practitioner,
            $"/v1/assessments/{allocation["assessmentId"]}:decideEligibility",
            new JsonObject { ["supersededDecisionId"] = Budget.Text(allocation, "eligibilityDecisionId"), ["redecisionReason"] = "REDECISION_REASON_NEW_FACTS" },
            PayRuns.NewId());
        await budget.UntilFlaggedAsync("ALLOCATION_SUPERSEDED");
        var budgets = await Eventually.AnswersAsync(() => AllocationsAsync(budget), all => all.Count is 2);

        var standing = Assert.Single(budgets, one => Budget.Text(one!, "state") is "ALLOCATION_STATE_ISSUED");
        Assert.Equal("ALLOCATION_SUPERSEDED", await RefusedAsync(budget, "approve", Persona.Approver(house.Sample.Programme.Council)));
        await ActAsync(budget, "return", Persona.Approver(house.Sample.Programme.Council), new JsonObject { ["reasons"] = "It was decided anew." });
        await Eventually.TrueAsync("the plan can be re-based", async () =>
        {
            // Plans hears that the old budget ended before it hears of the new one.
            try
            {
                await ActAsync(budget, "rebase", Persona.Planner);
                return true;
            }
            catch (RefusedException refusal) when (refusal.Reason is "ALLOCATION_ENDED")
            {
                return false;
            }
        });
        await ActAsync(budget, "submit", Persona.Planner);
        await ActAsync(budget, "approve", Persona.Approver(house.Sample.Programme.Council));

        var plan = await Eventually.AnswersAsync(budget.PlanAsync, read => Budget.Text(read, "state") is "PLAN_STATE_APPROVED", 60);
        Assert.Equal(Budget.Text(standing!, "allocationId"), Budget.Text(plan, "allocationId"));
        var plans = await house.Gateway.GetAsync(Persona.Planner, $"/v1/plans?personId={budget.PersonId}");
        Assert.Single(plans["plans"]!.AsArray());
    }

    private async Task<JsonArray> AllocationsAsync(Budget budget) =>
        (await house.Gateway.GetAsync(Persona.Planner, $"/v1/allocations?personId={budget.PersonId}"))["allocations"]!.AsArray();

    private async Task<JsonObject> ActAsync(Budget budget, string verb, Persona who, JsonObject? body = null) => await house.Gateway.PostAsync(
        who, $"/v1/plans/{budget.PlanId}:{verb}", body ?? [], PayRuns.NewId(), Budget.Text(await budget.PlanAsync(), "etag"));

    private async Task<string> RefusedAsync(Budget budget, string verb, Persona who) =>
        (await Assert.ThrowsAsync<RefusedException>(() => ActAsync(budget, verb, who))).Reason;
}
