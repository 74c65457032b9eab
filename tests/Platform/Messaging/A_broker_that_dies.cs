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

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 1, seconds: 120);
    }
}
