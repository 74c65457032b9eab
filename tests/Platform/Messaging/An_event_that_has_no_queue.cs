using System.Diagnostics.Metrics;

namespace PersonalBudgets.Platform.Tests.Messaging;

public sealed class An_event_that_has_no_queue : ParcelTest
{
    // Without the mandatory flag the broker would have confirmed it and thrown it away.
    [Fact]
    public async Task stays_unsent_and_flows_when_its_queue_appears()
    {
        var unrouted = 0L;
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Name == "budgets.outbox.unrouted") listener.EnableMeasurementEvents(instrument); } };
        meters.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref unrouted, count));
        meters.Start();
        var publisher = await StartAsync(consumes: false, declares: false);
        var parcel = NewParcel();

        await publisher.LoseAsync(parcel, 1);
        await publisher.SendAsync(parcel, 2);

        await ParcelService.UntilAsync(() => publisher.OneAsync<string?>("select last_error from platform.outbox order by id limit 1"), error => error == "UNROUTED");
        await ParcelService.UntilAsync(() => Task.FromResult(Interlocked.Read(ref unrouted)), count => count >= 2);
        Assert.Equal(2, await publisher.UnsentAsync());
        Assert.Equal(0, await publisher.OneAsync<int>("select attempts from platform.outbox order by id desc limit 1"));

        var consumer = await StartAsync();
        await ParcelService.UntilAsync(publisher.UnsentAsync, unsent => unsent == 0);
        await ParcelService.UntilAsync(() => consumer.VersionsOfAsync(parcel), versions => versions.Count == 1);
        await ParcelService.UntilAsync(() => Task.FromResult(consumer.Arrivals.Attempts), attempts => attempts == 2);
    }
}
