using Npgsql;

namespace PersonalBudgets.Platform.Tests.Messaging;

public sealed class What_is_past_its_time : ParcelTest
{
    [Fact]
    public async Task is_removed_by_the_one_door_that_there_is()
    {
        var service = await StartAsync();
        var parcel = NewParcel();
        await service.SendAsync(parcel, 1, 2);
        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 2);
        await ParcelService.UntilAsync(service.UnsentAsync, unsent => unsent == 0);
        await service.TamperAsync("update platform.outbox set sent_at = now() - interval '40 days' where aggregate_version = 1");
        await service.TamperAsync("update platform.inbox set handled_at = now() - interval '40 days' where message_id in (select message_id from platform.outbox where aggregate_version = 1)");

        Assert.Equal(2, await service.OneAsync<long>("select platform.purge_messages('30 days')"));

        Assert.Equal(1, await service.OneAsync<long>("select count(*) from platform.outbox"));
        await Assert.ThrowsAsync<PostgresException>(() => service.OneAsync<long>("select platform.purge_messages('1 hour')"));
        await Assert.ThrowsAsync<PostgresException>(() => service.ReadAsync<int>("delete from platform.outbox returning 1"));
    }
}
