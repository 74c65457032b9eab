using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Faults;

public abstract class When_PostgreSQL_is_killed(HouseUnderFaults faults)
{
    [Fact]
    public async Task calls_fail_as_unavailable_work_again_when_it_is_back_and_nothing_is_lost_or_doubled()
    {
        var house = faults.House;
        var ids = house.Processes.Select(process => process.Id).ToList();
        var before = await PeopleAsync();

        await using var load = await Load.StartAsync(house.Rest);
        await Eventually.TrueAsync("people are registered", () => Task.FromResult(load.Statuses.Count > 100));
        await house.Postgres.KillAsync();
        await Eventually.TrueAsync("calls fail", () => Task.FromResult(load.Statuses.Contains(503)));
        await house.Postgres.RestartAsync();
        var failed = load.Statuses.Count;
        await Eventually.TrueAsync("calls work again", () => Task.FromResult(load.Statuses.Skip(failed).Contains(201)));
        await load.StopAsync();

        Assert.All(load.Statuses, status => Assert.True(status is 201 or 503 or 504, $"a call was answered {status}"));
        foreach (var number in load.Unanswered)
            await Eventually.TrueAsync($"person {number} is registered by the same request", async () => await load.RegisterAsync(number) is 201);
        Assert.Equal(before + load.Asked, await PeopleAsync());
        Assert.Equal(ids, house.Processes.Select(process => process.Id));
        Assert.All(house.Processes, process => Assert.True(process.IsRunning, process.ToString()));
        await house.HealthyAsync();
    }

    private Task<long> PeopleAsync() => faults.House.ScalarAsync<long>("assessment", "select count(*) from assessment.people");
}

[Collection(nameof(OneOfEach))]
public sealed class When_PostgreSQL_is_killed_under_one_of_each(OneOfEach faults) : When_PostgreSQL_is_killed(faults);

[Collection(nameof(TwoOfEach))]
public sealed class When_PostgreSQL_is_killed_under_two_of_each(TwoOfEach faults) : When_PostgreSQL_is_killed(faults);
