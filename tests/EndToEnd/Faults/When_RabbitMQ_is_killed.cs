using System.Text.Json.Nodes;
using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Faults;

public abstract class When_RabbitMQ_is_killed(HouseUnderFaults faults)
{
    [Fact]
    public async Task calls_succeed_health_is_degraded_and_events_flow_when_it_is_back()
    {
        var house = faults.House;
        await house.Broker.KillAsync();
        await Eventually.TrueAsync("health is degraded", async () => await house.StatusAsync("assessment") is "Degraded", 30, () => house.Programs["assessment"].ToString());

        var assessmentId = await Somebody.DecideAsync(faults, number: 1);

        Assert.Empty(await Somebody.AllocationsAsync(faults, assessmentId));
        await house.Broker.RestartAsync();
        await Eventually.TrueAsync(
            "the indicative budget is issued", async () => (await Somebody.AllocationsAsync(faults, assessmentId)).Count == 1, 60, () => house.Programs["allocation"].ToString());
        Assert.All(house.Processes, process => Assert.True(process.IsRunning, process.ToString()));
        await house.HealthyAsync();
    }
}

[Collection(nameof(OneOfEach))]
public sealed class When_RabbitMQ_is_killed_under_one_of_each(OneOfEach faults) : When_RabbitMQ_is_killed(faults);

[Collection(nameof(TwoOfEach))]
public sealed class When_RabbitMQ_is_killed_under_two_of_each(TwoOfEach faults) : When_RabbitMQ_is_killed(faults);
