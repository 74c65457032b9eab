using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Launching;

namespace PersonalBudgets.Platform.Tests.Messaging;

/// <summary>A broker that only these tests use, since they kill it.</summary>
public sealed class MortalBroker : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServers.StartBrokerAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

public sealed class A_broker_that_dies(MortalBroker broker) : ParcelTest, IClassFixture<MortalBroker>
{
    // The bus waits longer with each attempt that failed, and a busy machine starts a broker slowly: how long is not what is tested.
    private const int Patience = 120;

    // Fewer than this would not show that work was under way when it died.
    private const int Enough = 100;

    // RabbitMQ 3.10 writes down where a new quorum queue lives some seconds after it was declared; killed before, it never serves that queue again.
    private static readonly TimeSpan QueuesAreOnDisk = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task under_load_loses_no_event_and_doubles_no_effect()
    {
        await using var virtualHost = await TestVirtualHost.CreateAsync(broker.Server.ConnectionString, broker.Server.Management);
        await using var service = await StartAsync(broker: virtualHost.ConnectionString);
        var queuesAreOnDisk = Task.Delay(QueuesAreOnDisk);
        var parcels = Enumerable.Range(0, 20).Select(_ => NewParcel()).ToArray();
        using var stop = new CancellationTokenSource();
        var sent = 0;
        var load = Task.WhenAll(parcels.Select(async parcel =>
        {
            for (var version = 1; !stop.IsCancellationRequested; version++)
            {
                await service.SendAsync(parcel, version);
                Interlocked.Increment(ref sent);
                await Task.Delay(100);
            }
        }));
        await ParcelService.UntilAsync(() => service.OneAsync<long>("select count(*) from parcels.arrivals"), count => count > Enough);
        await queuesAreOnDisk;

        await broker.Server.KillAsync();
        var sentBefore = sent;
        await ParcelService.UntilAsync(() => HealthAsync(service), status => status == HealthStatus.Degraded);
        await ParcelService.UntilAsync(() => Task.FromResult(sent), now => now > sentBefore + Enough);
        await stop.CancelAsync();
        await load;
        await broker.Server.RestartAsync();

        await ParcelService.UntilAsync(() => HealthAsync(service), status => status == HealthStatus.Healthy, seconds: Patience);
        await ParcelService.UntilAsync(service.UnsentAsync, unsent => unsent == 0, seconds: Patience);
        await ParcelService.UntilAsync(() => service.OneAsync<long>("select count(*) from parcels.arrivals"), count => count >= sent, seconds: Patience);
        Assert.Equal(sent, await service.OneAsync<long>("select count(*) from parcels.arrivals"));
        foreach (var parcel in parcels)
        {
            var versions = await service.VersionsOfAsync(parcel);
            Assert.Equal(Enumerable.Range(1, versions.Count), versions);
        }
    }

    [Fact]
    public async Task before_the_service_starts_is_waited_for()
    {
        await using var virtualHost = await TestVirtualHost.CreateAsync(broker.Server.ConnectionString, broker.Server.Management);
        await broker.Server.KillAsync();
        await using var service = await StartAsync(broker: virtualHost.ConnectionString, declares: false, hasBroker: false);
        var parcel = NewParcel();
        await service.SendAsync(parcel, 1);
        Assert.Equal(1, await service.UnsentAsync());

        await broker.Server.RestartAsync();

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 1, seconds: Patience);
    }

    private static async Task<HealthStatus> HealthAsync(ParcelService service) =>
        (await service.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;
}
