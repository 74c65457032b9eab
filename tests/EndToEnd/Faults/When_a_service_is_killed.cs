using System.Text.Json.Nodes;
using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Faults;

public abstract class When_a_service_is_killed(HouseUnderFaults faults)
{
    [Fact]
    public async Task between_commit_and_publish_its_event_is_told_after_its_start_and_has_one_effect()
    {
        var house = faults.House;
        await house.Broker.KillAsync();
        var assessmentId = await Somebody.DecideAsync(faults, number: 11);
        Assert.Equal(1, await UnsentAsync("assessment"));

        await house.Programs["assessment"].KillAsync();
        await house.Broker.RestartAsync();
        await house.RestartAsync("assessment");

        await OneEffectAsync(assessmentId);
        Assert.Equal(0, await UnsentAsync("assessment"));
    }

    [Fact]
    public async Task between_effect_and_acknowledgement_the_event_comes_again_and_has_one_effect()
    {
        const string Queue = "allocation.issue-indicative-budget-on-eligibility-decided";
        var house = faults.House;
        faults.Proxy.Stall();
        var assessmentId = await Somebody.DecideAsync(faults, number: 12);
        await Eventually.TrueAsync("the effect is there", async () => (await Somebody.AllocationsAsync(faults, assessmentId)).Count == 1);
        await Eventually.TrueAsync("the broker holds the event still", async () => await house.CountMessagesAsync(Queue) == 1);

        await house.Programs["allocation"].KillAsync();
        faults.Proxy.Cut();
        faults.Proxy.Resume();
        await house.RestartAsync("allocation");

        await Eventually.TrueAsync("the event is acknowledged", async () => await house.CountMessagesAsync(Queue) == 0, 60);
        await OneEffectAsync(assessmentId);
    }

    [Fact]
    public async Task allocation_at_the_last_approval_leaves_the_plan_approving_and_it_is_approved_when_it_is_back()
    {
        var house = faults.House;
        var progress = new Progress(faults.Somebody("carer-of-her-brother", 13));
        var approvals = await new PersonJourney(faults.Gateway, faults.FirstDay).SubmitAsync(progress);
        await house.Programs["allocation"].KillAsync();

        var answer = await faults.Gateway.PostAsync(
            Persona.Approver(approvals![0]!["funder"]!.GetValue<string>()), $"/v1/plans/{progress.PlanId}:approve", new JsonObject(), RequestIds.Of("fault", "approve"), "3");

        Assert.Equal("PLAN_STATE_APPROVING", answer["plan"]!["state"]!.GetValue<string>());
        await house.RestartAsync("allocation");
        await Eventually.TrueAsync("the plan is approved", async () => await StateAsync(progress.PlanId!) == "PLAN_STATE_APPROVED", 60, () => house.Programs["plans"].ToString());
        Assert.Equal(1L, await house.ScalarAsync<long>("allocation", $"select count(*) from allocation.commitments where plan_id = '{progress.PlanId}'"));
    }

    [Fact]
    public async Task in_a_load_of_people_what_it_committed_stays_and_the_load_goes_on_when_it_is_sent_again()
    {
        var house = faults.House;
        var caseload = new Caseload(house.Rest, await Load.TokenAsync(house.Rest, "trust"));
        var people = Caseload.People(first: 90_000, count: 1_500);
        var requestId = RequestIds.Of("fault", "load", GetType().Name);
        using var leave = new CancellationTokenSource();
        var cut = caseload.BeginAsync(requestId, leave.Token, people[..1_400]);
        await Eventually.TrueAsync("a thousand lines are done", async () => Count(await caseload.FindAsync(requestId), "lineCount") == 1_000);

        await house.Programs["assessment"].KillAsync();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut);
        await house.RestartAsync("assessment");
        var (status, load) = await caseload.SendAsync(requestId, people);

        Assert.True(status == 200, load.ToJsonString());
        Assert.Equal((1_500, 1_500, 0), (Count(load, "lineCount"), Count(load, "registeredCount"), Count(load, "faultyCount")));
    }

    [Fact]
    public async Task politely_it_finishes_what_it_began_and_ends_with_zero()
    {
        var house = faults.House;
        await using var load = await Load.StartAsync(house.Rest, clients: 4);
        await Eventually.TrueAsync("people are registered", () => Task.FromResult(load.Statuses.Count > 20));

        var codes = await house.Programs["assessment"].StopAsync();
        await house.RestartAsync("assessment");
        await load.StopAsync();

        Assert.All(codes, code => Assert.Equal(0, code));
        Assert.All(load.Statuses, status => Assert.True(status is 201 or 503 or 504, $"a call was answered {status}"));
        foreach (var number in load.Unanswered)
            await Eventually.TrueAsync($"person {number} is registered by the same request", async () => await load.RegisterAsync(number) is 201);
    }

    private async Task OneEffectAsync(string assessmentId)
    {
        var allocation = await Eventually.GetAsync(
            "the indicative budget is issued",
            async () => (await Somebody.AllocationsAsync(faults, assessmentId)).FirstOrDefault(), 60, () => faults.House.Programs["allocation"].ToString());
        await Eventually.TrueAsync("the plan is opened", async () => (await Somebody.PlansAsync(faults, allocation)).Count == 1, 60);
        Assert.Single(await Somebody.AllocationsAsync(faults, assessmentId));
    }

    private static int Count(JsonObject load, string member) => int.Parse(load[member]?.GetValue<string>() ?? "0");

    private async Task<string> StateAsync(string planId) =>
        (await faults.Gateway.GetAsync(Persona.Planner, $"/v1/plans/{planId}"))["state"]!.GetValue<string>();

    private Task<long> UnsentAsync(string service) =>
        faults.House.ScalarAsync<long>(service, "select count(*) from platform.outbox where sent_at is null and type like '%EligibilityDecided'");
}

[Collection(nameof(OneOfEach))]
public sealed class When_a_service_of_one_process_is_killed(OneOfEach faults) : When_a_service_is_killed(faults);

[Collection(nameof(TwoOfEach))]
public sealed class When_a_service_of_two_processes_is_killed(TwoOfEach faults) : When_a_service_is_killed(faults);
