using System.Text.Json.Nodes;
using PersonalBudgets.EndToEnd.Tests.Faults;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.LaterNews;

[Collection(nameof(OneOfEach))]
public sealed class A_death(OneOfEach house)
{
    private readonly PayRuns _payRuns = new(house);

    [Fact]
    public async Task between_approval_and_pay_run_stops_every_penny_and_lets_the_others_be_paid()
    {
        var (dead, other) = (await Budget.ApprovedAsync(house, 31), await Budget.ApprovedAsync(house, 32));
        var prepared = await _payRuns.PrepareAsync();
        Assert.Contains(dead.PlanId, await _payRuns.PlansOfAsync(prepared));

        await DiesAsync(dead);
        await dead.UntilHeldAsync("PERSON_DIED");

        Assert.Equal("PAY_RUN_HELD", (await Assert.ThrowsAsync<RefusedException>(() => _payRuns.ReleaseAsync(prepared))).Reason);
        var anew = await _payRuns.PrepareAsync();
        Assert.DoesNotContain(dead.PlanId, await _payRuns.PlansOfAsync(anew));
        await _payRuns.ReleaseAsync(anew);
        await Eventually.TrueAsync("the other is paid", async () => await other.PaidAsync() == other.FirstPence, 60);
        Assert.Equal(0, await dead.PaidAsync());
        Assert.True(await _payRuns.AreBalancedAsync());

        var plan = await dead.UntilFlaggedAsync("PERSON_DIED");
        Assert.Equal("PLAN_STATE_CLOSING", Budget.Text(plan, "state"));
        await Eventually.TrueAsync("the commitment waits for the final account", async () =>
        {
            var commitment = await house.Gateway.GetAsync(Persona.Planner, $"/v1/commitments/{plan["commitmentId"]}");
            return (Budget.Text(commitment, "state"), commitment["personDied"]!.GetValue<bool>()) == ("COMMITMENT_STATE_CONFIRMED", true);
        });
    }

    [Fact]
    public async Task before_the_approval_leaves_nothing_to_approve_and_nothing_set_aside()
    {
        var budget = await Budget.SubmittedAsync(house, 33);

        await DiesAsync(budget);
        var plan = await budget.UntilFlaggedAsync("PERSON_DIED");

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => house.Gateway.PostAsync(
            Persona.Approver(house.Sample.Programme.Council), $"/v1/plans/{budget.PlanId}:approve", new JsonObject(), PayRuns.NewId(), Budget.Text(plan, "etag")));
        Assert.Equal("PERSON_DIED", refusal.Reason);
        var commitments = await house.Gateway.GetAsync(Persona.Planner, $"/v1/commitments?planId={budget.PlanId}");
        Assert.Empty(commitments["commitments"]!.AsArray());
        Assert.Empty(await budget.InstalmentsAsync());
    }

    private async Task DiesAsync(Budget budget)
    {
        var person = await house.Gateway.GetAsync(Persona.Practitioner, $"/v1/people/{budget.PersonId}");
        await house.Gateway.PostAsync(
            Persona.Practitioner, $"/v1/people/{budget.PersonId}:recordDeath", new JsonObject { ["deathDate"] = $"{house.FirstDay:yyyy-MM-dd}" }, PayRuns.NewId(),
            Budget.Text(person, "etag"));
    }
}
