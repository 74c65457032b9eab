namespace PersonalBudgets.Platform.Tests.Messaging;

public sealed class Two_relays_of_one_database : ParcelTest
{
    [Fact]
    public async Task send_each_event_once()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        var parcels = Enumerable.Range(0, 20).Select(_ => NewParcel()).ToArray();

        await Task.WhenAll(parcels.Select((parcel, i) => (i % 2 == 0 ? first : second).SendAsync(parcel, Enumerable.Range(1, 10))));

        await ParcelService.UntilAsync(first.UnsentAsync, unsent => unsent == 0);
        await ParcelService.UntilAsync(() => first.OneAsync<long>("select count(*) from parcels.arrivals"), count => count == 200);
        Assert.Equal(200, first.Arrivals.Attempts + second.Arrivals.Attempts);
        Assert.Equal(200, await first.OneAsync<long>("select sum(attempts) from platform.outbox"));
        foreach (var parcel in parcels)
            Assert.Equal(Enumerable.Range(1, 10), await first.VersionsOfAsync(parcel));
    }
}
