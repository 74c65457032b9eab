using System.Diagnostics;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Tests.Messaging.Parcels.V1;

namespace PersonalBudgets.Platform.Tests.Messaging;

public sealed class Events_of_a_change : ParcelTest
{
    [Fact]
    public async Task reach_their_consumer_once_and_in_order()
    {
        var service = await StartAsync();
        var parcel = NewParcel();

        await service.SendAsync(parcel, 1, 2, 3);

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 3);
        Assert.Equal([1, 2, 3], await service.VersionsOfAsync(parcel));
        await ParcelService.UntilAsync(service.UnsentAsync, unsent => unsent == 0);
    }

    [Fact]
    public async Task carry_trace_and_correlation_id_from_the_change_to_the_consumer()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "PersonalBudgets.Messaging" or "MassTransit" or "Test",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("Test");
        var service = await StartAsync();
        var parcel = NewParcel();

        Activity request;
        using (request = source.StartActivity("request")!)
        {
            request.TraceStateString = "vendor=1";
            await service.ChangeAsync(parcel, mutation => mutation.Publish(new ParcelSent(ParcelService.Programme, parcel.ToString(), 1, mutation.Now, 1), parcel.ToString()), "case-7");
        }

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 1);
        Assert.Equal(request.TraceId.ToString(), await service.OneAsync<string>("select trace_id from parcels.arrivals"));
        Assert.Equal("case-7", await service.OneAsync<string>("select correlation_id from parcels.arrivals"));
        await ParcelService.UntilAsync(() => Task.FromResult(Received()), received => received is not null);
        var relay = Assert.Single(spans, span => span.Source.Name == "PersonalBudgets.Messaging" && span.TraceId == request.TraceId);
        Assert.Equal(request.SpanId, relay.ParentSpanId);
        Assert.Equal(relay.SpanId, Received()!.ParentSpanId);
        Assert.Equal("vendor=1", relay.TraceStateString);

        Activity? Received()
        {
            lock (spans)
                return spans.Find(span => span.Source.Name == "MassTransit" && span.TraceId == request.TraceId && span.HasRemoteParent);
        }
    }

    [Fact]
    public async Task do_not_leave_when_the_change_fails()
    {
        var service = await StartAsync();
        var parcel = NewParcel();

        await Assert.ThrowsAsync<TimeoutException>(() => service.ChangeAsync(parcel, mutation =>
        {
            mutation.Publish(new ParcelSent(ParcelService.Programme, parcel.ToString(), 1, mutation.Now, 1), parcel.ToString());
            throw new TimeoutException();
        }));

        Assert.Equal(0, await service.OneAsync<long>("select count(*) from platform.outbox"));
    }

    [Fact]
    public async Task wait_for_a_consumer_that_has_never_run()
    {
        var publisher = await StartAsync(consumes: false);
        var parcel = NewParcel();
        await publisher.LoseAsync(parcel, 1);
        await ParcelService.UntilAsync(publisher.UnsentAsync, unsent => unsent == 0);

        var consumer = await StartAsync(declares: false);

        await ParcelService.UntilAsync(() => Task.FromResult(consumer.Arrivals.Attempts), attempts => attempts == 1);
    }

    [Fact]
    public async Task hold_their_names_and_amounts_as_json_of_the_contract()
    {
        var service = await StartAsync(isRunning: false);
        var parcel = NewParcel();

        await service.SendAsync(parcel, 4);

        var body = await service.OneAsync<string>("select body::text from platform.outbox");
        Assert.Contains("\"subjectVersion\": 4", body, StringComparison.Ordinal);
        Assert.Contains("\"pence\": 1250", body, StringComparison.Ordinal);
        Assert.Equal(EventContract.NameOf(typeof(ParcelSent)), await service.OneAsync<string>("select type from platform.outbox"));
    }
}
