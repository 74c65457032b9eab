using System.Text.Json.Nodes;
using PersonalBudgets.EndToEnd.Tests.Faults;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.LaterNews;

[Collection(nameof(OneOfEach))]
public sealed class A_permission_for_direct_payments(OneOfEach house)
{
    private readonly PayRuns _payRuns = new(house);

    [Fact]
    public async Task holds_what_is_not_paid_when_it_is_refused_and_lets_it_go_when_it_is_given()
    {
        var budget = await Budget.ApprovedAsync(house, 41);
        await DecideAsync(budget, isRequested: false);
        await budget.UntilHeldAsync("DIRECT_PAYMENT_NOT_PERMITTED");
        await budget.UntilFlaggedAsync("DIRECT_PAYMENT_NOT_PERMITTED");

        await DecideAsync(budget, isRequested: true);
        await budget.UntilHeldAsync();
        var run = await _payRuns.PrepareAsync();
        await _payRuns.ReleaseAsync(run);

        await Eventually.TrueAsync("it is paid", async () => await budget.PaidAsync() == budget.FirstPence, 60);
        Assert.True(await _payRuns.AreBalancedAsync());
    }

    [Fact]
    public async Task keeps_a_plan_from_being_approved_while_it_is_refused()
    {
        var budget = await Budget.SubmittedAsync(house, 42);
        await DecideAsync(budget, isRequested: false);
        var plan = await budget.UntilFlaggedAsync("DIRECT_PAYMENT_NOT_PERMITTED");

        Assert.Equal("DIRECT_PAYMENT_NOT_PERMITTED", (await Assert.ThrowsAsync<RefusedException>(() => ApproveAsync(budget, plan))).Reason);
        await DecideAsync(budget, isRequested: true);
        await Eventually.AnswersAsync(budget.PlanAsync, read => read["flags"]!.AsArray().Count is 0, 60);
        await ApproveAsync(budget, plan);

        await Eventually.AnswersAsync(budget.PlanAsync, read => Budget.Text(read, "state") is "PLAN_STATE_APPROVED", 60);
    }

    private Task<JsonObject> ApproveAsync(Budget budget, JsonObject plan) => house.Gateway.PostAsync(
        Persona.Approver(house.Sample.Programme.Council), $"/v1/plans/{budget.PlanId}:approve", new JsonObject(), PayRuns.NewId(), Budget.Text(plan, "etag"));

    /// <summary>The council decides; it pays an adult directly who asks for it and can manage the money (Care Act 2014 s31).</summary>
    private Task<JsonObject> DecideAsync(Budget budget, bool isRequested) => house.Gateway.PostAsync(
        Persona.Practitioner,
        $"/v1/people/{budget.PersonId}/directPaymentPermission:decide",
        new JsonObject
        {
            ["findings"] = new JsonArray(new JsonObject
            {
                ["route"] = "DIRECT_PAYMENT_ROUTE_CARE_ACT", ["requested"] = isRequested, ["ableToManage"] = true, ["appropriate"] = true,
                ["reasons"] = isRequested ? "" : "You told us that you would rather not handle the money.",
            }),
        },
        PayRuns.NewId());
}
