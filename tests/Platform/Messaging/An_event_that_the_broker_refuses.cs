using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Tests.Messaging.Parcels.V1;
using RabbitMQ.Client;

namespace PersonalBudgets.Platform.Tests.Messaging;

public sealed class An_event_that_the_broker_refuses : ParcelTest
{
    [Fact]
    public async Task is_parked_with_the_later_ones_of_its_aggregate_until_an_operator_puts_it_back()
    {
        var service = await StartAsync(settings: ("Outbox:ParkAfter", "2"));
        await using var connection = await new BrokerAddress(Broker, "tests").Factory().CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("full", durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" });
        await channel.BasicPublishAsync("", "full", body: new byte[1]);
        await channel.QueueBindAsync("full", EventContract.ExchangeOf(EventContract.NameOf(typeof(ParcelLost))), "");
        var (refused, other) = (NewParcel(), NewParcel());

        await service.LoseAsync(refused, 1);
        await service.SendAsync(refused, 2);
        await service.SendAsync(other, 1);

        await ParcelService.UntilAsync(() => ErrorsAsync(service, "list"), list => list.Contains("outbox\t", StringComparison.Ordinal) && list.Contains("PARKED", StringComparison.Ordinal));
        await ParcelService.UntilAsync(() => service.VersionsOfAsync(other), versions => versions.Count == 1);
        Assert.Empty(await service.VersionsOfAsync(refused));

        await channel.QueueDeleteAsync("full");
        Assert.Equal("1 replayed", (await ErrorsAsync(service, "replay", "all")).Trim());

        await ParcelService.UntilAsync(service.UnsentAsync, unsent => unsent == 0);
        await ParcelService.UntilAsync(() => service.VersionsOfAsync(refused), versions => versions.Count == 1);
    }
}
