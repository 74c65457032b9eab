using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Hosting;

public sealed class Person_data
{
    private const string Name = "Zzqueen";

    [Fact]
    public async Task stays_out_of_logs_and_traces_whether_a_call_goes_well_or_not()
    {
        using var logs = new LogLines();
        var spans = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(Describe(span)),
        };
        ActivitySource.AddActivityListener(listener);
        await using var database = await TestDatabase.CreateAsync("samples", SampleService.MigrateAsync);
        await using (var service = await SampleService.StartReadyAsync(database.ConnectionString, null, logs))
        {
            var card = await service.Client.CreateCardAsync(new CreateCardRequest { Name = Name, RequestId = Guid.NewGuid().ToString() }, service.As());
            await service.Client.GetCardAsync(new GetCardRequest { CardId = card.CardId }, service.As());
            foreach (var mischief in (string[])["THROW", "REFUSE", "FOREIGN"])
                await Assert.ThrowsAsync<RpcException>(async () => await service.Client.CreateSampleAsync(SampleService.NewSample(Name, mischief), service.As()));
            // The second of a title breaks a unique key, whose values PostgreSQL would tell.
            await service.Client.CreateSampleAsync(SampleService.NewSample(Name), service.As());
            await Assert.ThrowsAsync<RpcException>(async () => await service.Client.CreateSampleAsync(SampleService.NewSample(Name), service.As()));
        }

        Assert.Contains(logs.All, line => line.Contains("failed", StringComparison.Ordinal));
        Assert.Contains(spans, span => span.Contains("rpc.method", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.All, line => line.Contains(Name, StringComparison.Ordinal));
        Assert.DoesNotContain(spans, span => span.Contains(Name, StringComparison.Ordinal));
    }

    private static string Describe(Activity span) => string.Join('\n',
    [
        span.DisplayName, span.StatusDescription, .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"),
        .. span.Events.SelectMany(happening => happening.Tags.Select(tag => $"{happening.Name} {tag.Key}={tag.Value}")),
    ]);
}
