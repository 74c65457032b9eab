using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using PersonalBudgets.Gateway.Tests.Support;

namespace PersonalBudgets.Gateway.Tests.Telemetry;

public class What_a_request_leaves_behind(What_a_request_leaves_behind.TalkativeGateway gateway) : IClassFixture<What_a_request_leaves_behind.TalkativeGateway>
{
    private static readonly string[] Secrets = ["path-secret", "query-secret", "body-secret", "header-secret", "9990000018"];

    [Fact]
    public async Task names_its_route_and_nothing_that_the_caller_wrote()
    {
        using var spans = new Spans();
        using var logs = new Logs();
        gateway.Library.Answer = (_, _) => throw new InvalidOperationException("body-secret");

        await gateway.SendAsync("GET", "/v1/books/path-secret?withChapters=query-secret", change: request => request.Headers.Add("X-Other", "header-secret"));
        await gateway.SendAsync("POST", "/v1/books/path-secret:lend", """{"readerId":"body-secret","etag":"1"}""");
        await gateway.SendAsync("GET", "/v1/books/9990000018");
        await gateway.SendAsync("GET", "/v1/nowhere/path-secret?a=query-secret");
        await gateway.SendAsync("GET", "/v1/books/b1");

        Assert.Contains(spans.Texts, text => text.Contains("/v1/books/{book_id}:lend", StringComparison.Ordinal));
        Assert.Contains(logs.Texts, text => text.Contains("/v1/books/{book_id} 500", StringComparison.Ordinal));
        Assert.All(spans.Texts.Concat(logs.Texts), text => Assert.DoesNotContain(Secrets, secret => text.Contains(secret, StringComparison.Ordinal)));
    }

    public sealed class TalkativeGateway : RunningGateway
    {
        protected override IEnumerable<string> Settings => ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace", "--Logging:Console:LogLevel:Default=None"];
    }

    private sealed class Spans : IDisposable
    {
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                // The tests' own client is not the gateway's.
                ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" || source.Name.StartsWith("PersonalBudgets", StringComparison.Ordinal),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                    Texts.Add(activity.DisplayName + " " + string.Join(' ', activity.TagObjects.Concat(activity.Events.SelectMany(entry => entry.Tags)).Select(tag => $"{tag.Key}={tag.Value}"))),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentBag<string> Texts { get; } = [];

        public void Dispose() => _listener.Dispose();
    }

    private sealed class Logs : EventListener
    {
        private const EventKeywords FormattedMessage = (EventKeywords)4;

        public ConcurrentBag<string> Texts { get; } = [];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Microsoft-Extensions-Logging")
                EnableEvents(eventSource, EventLevel.Verbose, FormattedMessage, new Dictionary<string, string?> { ["FilterSpecs"] = "UseAppFilters" });
        }

        // Called by the base constructor before the bag is there.
        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            Texts?.Add(string.Join(' ', eventData.Payload ?? new([])));
    }
}
