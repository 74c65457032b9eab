using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Platform.Tests.Messaging;

public sealed class An_event_out_of_turn : ParcelTest
{
    [Fact]
    public async Task is_no_change_when_a_later_version_was_handled()
    {
        var service = await StartAsync();
        var parcel = NewParcel();

        await service.SendAsync(parcel, 5, 4, 6);

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 2);
        Assert.Equal(3, service.Arrivals.Attempts);
        Assert.Equal([5, 6], await service.VersionsOfAsync(parcel));
    }

    [Fact]
    public async Task of_the_same_version_is_a_change_of_its_own()
    {
        var service = await StartAsync();
        var parcel = NewParcel();

        await service.SendAsync(parcel, 5, 5);

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 2);
    }

    // Without the line before the lanes, the tasks would enter in the order in which the pool happens to run them.
    [Fact]
    public async Task waits_for_its_delivery_tag_whatever_worker_starts_first()
    {
        const int Count = 2_000;
        var order = new AggregateLanes.Order(lanes: 4);
        var seen = new List<ulong>[4];
        for (var lane = 0; lane < seen.Length; lane++)
            seen[lane] = [];
        var tags = Enumerable.Range(1, Count).Select(tag => (ulong)tag).ToArray();
        // As workers of the client do: near the order of delivery, but not in it.
        for (var i = 0; i + 8 <= Count; i += 8)
            Random.Shared.Shuffle(tags.AsSpan(i, 8));

        await Task.WhenAll(tags.Select(tag => Task.Run(async () =>
        {
            using var place = await order.TakeAsync(tag, (uint)(tag % 4), CancellationToken.None);
            await Task.Yield();
            seen[tag % 4].Add(tag);
        })));

        Assert.All(seen, lane => Assert.Equal(lane.Order(), lane));
        Assert.Equal(Count, seen.Sum(lane => lane.Count));
    }

    [Fact]
    public async Task that_gives_up_lets_the_later_ones_pass()
    {
        var order = new AggregateLanes.Order(lanes: 1);
        using var gone = new CancellationTokenSource();
        var second = order.TakeAsync(tag: 2, lane: 0, gone.Token);
        var third = order.TakeAsync(tag: 3, lane: 0, CancellationToken.None);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        (await third).Dispose();
        (await order.TakeAsync(tag: 1, lane: 0, CancellationToken.None)).Dispose();
    }
}
