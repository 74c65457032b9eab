using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Platform.Tests.Messaging;

public sealed class The_health_of_consumers : ParcelTest
{
    [Fact]
    public async Task is_good_while_they_listen_and_degraded_where_they_do_not()
    {
        var running = await StartAsync();
        var dead = await StartAsync(isRunning: false);

        Assert.Equal(HealthStatus.Healthy, await ConsumersOfAsync(running));
        Assert.Equal(HealthStatus.Degraded, await ConsumersOfAsync(dead));
    }

    [Fact]
    public async Task is_asked_for_while_they_start_and_says_what_became_of_it()
    {
        var starting = await StartAsync(isRunning: false);

        var asked = ConsumersOfAsync(starting);
        await starting.Services.GetRequiredService<Listener>().StartAsync(CancellationToken.None);

        Assert.Equal(HealthStatus.Healthy, await asked);
        await starting.Services.GetRequiredService<Listener>().StopAsync(CancellationToken.None);
    }

    private static async Task<HealthStatus> ConsumersOfAsync(ParcelService service) =>
        (await service.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "consumers")).Entries.Single().Value.Status;
}
