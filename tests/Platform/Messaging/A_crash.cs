using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Platform.Tests.Messaging;

public sealed class A_crash : ParcelTest
{
    // A relay that published at the commit itself would have lost these: nobody would know of them any more.
    [Fact]
    public async Task between_commit_and_publish_loses_no_event()
    {
        var dying = await StartAsync(isRunning: false);
        var parcel = NewParcel();
        await dying.SendAsync(parcel, 1, 2);
        await dying.StopAsync();

        var next = await StartAsync();

        await ParcelService.UntilAsync(() => next.VersionsOfAsync(parcel), versions => versions.Count == 2);
        Assert.Equal([1, 2], await next.VersionsOfAsync(parcel));
    }

    // A consumer without an inbox would have made its change twice.
    [Fact]
    public async Task between_publish_and_mark_sends_again_and_changes_nothing()
    {
        var service = await StartAsync();
        var parcel = NewParcel();
        await service.SendAsync(parcel, 1, 2);
        await ParcelService.UntilAsync(service.UnsentAsync, unsent => unsent == 0);

        await service.TamperAsync("update platform.outbox set sent_at = null");

        await ParcelService.UntilAsync(service.UnsentAsync, unsent => unsent == 0);
        await ParcelService.UntilAsync(() => Task.FromResult(service.Arrivals.Attempts), attempts => attempts >= 4);
        Assert.Equal([1, 2], await service.VersionsOfAsync(parcel));
    }

    [Fact]
    public async Task between_effect_and_acknowledgement_delivers_again_and_changes_nothing()
    {
        var dying = await StartAsync();
        var parcel = NewParcel();
        var isFirst = true;
        dying.Arrivals.Before = _ =>
        {
            // The first delivery ends here, after its twin, which stands for the effect that was committed before the crash, was handled.
            return Interlocked.Exchange(ref isFirst, false) ? Task.Delay(300) : Task.CompletedTask;
        };
        await dying.SendAsync(parcel, 1);
        await ParcelService.UntilAsync(() => Task.FromResult(dying.Arrivals.Attempts), attempts => attempts == 1);
        await dying.TamperAsync("update platform.outbox set sent_at = null");

        await ParcelService.UntilAsync(() => Task.FromResult(dying.Arrivals.Attempts), attempts => attempts == 2);

        await ParcelService.UntilAsync(() => dying.VersionsOfAsync(parcel), versions => versions.Count > 0);
        Assert.Equal([1], await dying.VersionsOfAsync(parcel));
    }

    [Fact]
    public async Task of_the_relays_session_lets_it_take_its_lock_again()
    {
        var service = await StartAsync();
        var parcel = NewParcel();
        await service.SendAsync(parcel, 1);
        await ParcelService.UntilAsync(service.UnsentAsync, unsent => unsent == 0);

        await service.TamperAsync("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database())");
        await service.SendAsync(parcel, 2);

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 2);
    }

    [Fact]
    public async Task of_one_process_hands_the_work_to_another()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        var parcel = NewParcel();
        await first.SendAsync(parcel, 1);
        await ParcelService.UntilAsync(first.UnsentAsync, unsent => unsent == 0);

        await first.StopAsync();
        await second.SendAsync(parcel, 2);

        await ParcelService.UntilAsync(() => second.VersionsOfAsync(parcel), versions => versions.Count == 2);
    }
}
