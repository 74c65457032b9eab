using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Faults;

[Collection(nameof(TwoOfEach))]
public sealed class When_one_of_two_is_killed(TwoOfEach faults) : IAsyncDisposable
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task the_other_answers_publishes_and_consumes_although_the_first_never_comes_back(int replica)
    {
        var house = faults.House;
        var before = await PeopleAsync();
        await using var load = await Load.StartAsync(house.Rest, clients: 4);
        await Eventually.TrueAsync("people are registered", () => Task.FromResult(load.Statuses.Count > 50));

        // Whichever of the two held the outbox and the queues: both are killed once, in Assessment, which publishes, and in Allocation, which consumes.
        await KillAsync("assessment", replica);
        await KillAsync("allocation", replica);
        var failed = load.Statuses.Count;
        await Eventually.TrueAsync("calls work", () => Task.FromResult(load.Statuses.Skip(failed).Count(status => status == 201) > 50));
        await load.StopAsync();

        Assert.All(load.Statuses, status => Assert.True(status is 201 or 503 or 504, $"a call was answered {status}"));
        foreach (var number in load.Unanswered)
            await Eventually.TrueAsync($"person {number} is registered by the same request", async () => await load.RegisterAsync(number) is 201);
        Assert.Equal(before + load.Asked, await PeopleAsync());
        var assessmentId = await Somebody.DecideAsync(faults, number: 21 + replica);
        await Eventually.TrueAsync(
            "the indicative budget is issued", async () => (await Somebody.AllocationsAsync(faults, assessmentId)).Count == 1, 60, () => house.Programs["allocation"].ToString());
    }

    [Fact]
    public async Task the_other_gateway_takes_the_token_that_the_first_issued()
    {
        var token = await Load.TokenAsync(faults.House.Rest, "practitioner");
        await KillAsync("gateway", 0);

        await Eventually.TrueAsync("the other answers", async () => await Load.RegisterAsync(faults.House.Rest, token, number: 40_000) is 201);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, program) in faults.House.Programs)
        {
            foreach (var dead in program.Replicas.Where(process => !process.IsRunning))
                dead.Start();
            await faults.House.HealthyAsync(name);
        }
    }

    private Task KillAsync(string name, int replica) => faults.House.Programs[name].Replicas[replica].KillAsync();

    private Task<long> PeopleAsync() => faults.House.ScalarAsync<long>("assessment", "select count(*) from assessment.people");
}
