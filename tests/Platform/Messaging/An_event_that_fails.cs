using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Tests.Samples;

namespace PersonalBudgets.Platform.Tests.Messaging;

public sealed class An_event_that_fails : ParcelTest
{
    [Fact]
    public async Task for_a_moment_is_tried_again_at_once()
    {
        var service = await StartAsync();
        var parcel = NewParcel();
        service.Arrivals.Before = _ => service.Arrivals.Attempts < 3 ? throw new TimeoutException() : Task.CompletedTask;

        await service.SendAsync(parcel, 1);

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 1);
        Assert.Equal(3, service.Arrivals.Attempts);
        Assert.Equal(0, await service.OneAsync<long>("select count(*) from platform.retries"));
    }

    // The version of the failing event would be overtaken, and then be stale, if the later one did not wait behind it.
    [Fact]
    public async Task for_longer_waits_in_a_row_and_the_later_ones_of_its_aggregate_behind_it()
    {
        var service = await StartAsync();
        var (failing, other) = (NewParcel(), NewParcel());
        var isDown = true;
        service.Arrivals.Before = message => message.SubjectId == failing.ToString() && message.SubjectVersion == 1 && isDown ? throw new TimeoutException() : Task.CompletedTask;

        await service.SendAsync(failing, 1, 2);
        await service.SendAsync(other, 1);

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(other), versions => versions.Count == 1);
        await ParcelService.UntilAsync(() => service.OneAsync<long>("select count(*) from platform.retries where done_at is null"), waiting => waiting == 2);
        Assert.Empty(await service.VersionsOfAsync(failing));
        isDown = false;
        await ParcelService.UntilAsync(() => service.VersionsOfAsync(failing), versions => versions.Count == 2);
        Assert.Equal([1, 2], await service.VersionsOfAsync(failing));
        Assert.Equal(0, await service.OneAsync<long>("select count(*) from platform.retries where done_at is null"));
    }

    [Fact]
    public async Task again_and_again_ends_in_the_error_queue_and_can_be_replayed()
    {
        var service = await StartAsync();
        var parcel = NewParcel();
        var isDown = true;
        service.Arrivals.Before = _ => isDown ? throw new TimeoutException() : Task.CompletedTask;
        await service.SendAsync(parcel, 1);

        await ParcelService.UntilAsync(() => ErrorsAsync(service, "list"), list => list.Contains("UNAVAILABLE", StringComparison.Ordinal));
        isDown = false;
        using var logs = new LogLines();
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        Assert.Equal("1 replayed", (await ErrorsAsync(service, "replay", "all")).Trim());

        var id = await service.OneAsync<Guid>("select message_id from platform.outbox where aggregate_id = @parcel", new { parcel });
        Assert.Contains(logs.Troubles, line => line.StartsWith($"{Environment.UserName} on {Environment.MachineName} replays {id} ", StringComparison.Ordinal));

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 1);
        Assert.Equal("", await ErrorsAsync(service, "list"));
    }

    [Fact]
    public async Task by_a_rule_is_not_tried_again_and_its_code_is_all_that_is_told()
    {
        var service = await StartAsync();
        var (refused, fine) = (NewParcel(), NewParcel());
        service.Arrivals.Before = message => message.SubjectId == refused.ToString()
            ? throw Refusal.Rule("X07", "A budget cannot buy alcohol for Zzqmarker.")
            : Task.CompletedTask;

        await service.SendAsync(refused, 1);
        await service.SendAsync(fine, 1);

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(fine), versions => versions.Count == 1);
        var id = await service.OneAsync<Guid>("select message_id from platform.outbox where aggregate_id = @refused", new { refused });
        await ParcelService.UntilAsync(() => ErrorsAsync(service, "list"), list => list.StartsWith($"{ParcelService.Queue}\t{id}\t", StringComparison.Ordinal));
        Assert.Contains("\tX07\t", await ErrorsAsync(service, "list"), StringComparison.Ordinal);
        Assert.Equal(2, service.Arrivals.Attempts);
        using var message = new ErrorMessage(Broker);
        Assert.DoesNotContain("Zzqmarker", JsonSerializer.Serialize(await message.ReadAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task by_what_it_says_ends_in_the_error_queue_while_others_pass()
    {
        var service = await StartAsync();
        var parcel = NewParcel();

        await ErrorMessage.SendAsync(Broker, ParcelService.Queue, "{ \"this is\": no envelope");
        await ErrorMessage.SendAsync(Broker, ParcelService.Queue,
            """{"messageId":"01920000-0000-7000-8000-000000000001","messageType":["urn:message:Some.Other:Event"],"message":{}}""");
        await service.SendAsync(parcel, 1);

        await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count == 1);
        await ParcelService.UntilAsync(() => ErrorsAsync(service, "list"), list =>
            list.Contains("MESSAGE_UNREADABLE", StringComparison.Ordinal) && list.Contains("EVENT_UNKNOWN", StringComparison.Ordinal));
        Assert.Equal(2, (await ErrorsAsync(service, "list")).Count(letter => letter == '\n'));
    }
}
