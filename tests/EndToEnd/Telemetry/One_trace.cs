using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PersonalBudgets.EndToEnd.Tests.BadInput;
using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Telemetry;

[Collection(nameof(StandingHouseTests))]
public sealed class One_trace(StandingHouse standing)
{
    [Fact]
    public async Task runs_from_the_rest_call_that_approves_a_plan_to_the_consumer_that_opens_the_accounts()
    {
        var house = standing.House;
        var sample = standing.Sample.People.Single(person => person.Key == "carer-of-her-brother");
        var person = sample.Person.DeepClone().AsObject();
        person["nhsNumber"] = NhsNumbers.Nth(70_001);
        var progress = new Progress(sample with { Key = "one-trace", Person = person });
        var gateway = new GatewayClient(house.Rest, "anytown");
        var approvals = await new PersonJourney(gateway, DateOnly.FromDateTime(DateTime.UtcNow)).SubmitAsync(progress);

        var traceId = await ApproveAsync(progress.PlanId!, approvals![0]!["funder"]!.GetValue<string>());

        await Eventually.TrueAsync("Payments opens the accounts in the same trace", () => Task.FromResult(Names(traceId, "payments").Any()), 30, () => Picture(traceId));
        await Eventually.TrueAsync("every door is in the trace", () => Task.FromResult(Names(traceId, "gateway").Any() && Names(traceId, "plans").Any() && Names(traceId, "allocation").Any()), 30, () => Picture(traceId));
        await Eventually.TrueAsync("the span that opened the accounts hangs on the approval", () => Task.FromResult(IsRooted(traceId, "payments")), 30, () => Picture(traceId));
    }

    private async Task<string> ApproveAsync(string planId, string funder)
    {
        var traceId = ActivityTraceId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/plans/{planId}:approve") { Content = JsonContent.Create(new JsonObject()) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Faults.Load.TokenAsync(standing.House.Rest, "approver", organisation: funder));
        request.Headers.Add("traceparent", $"00-{traceId}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        request.Headers.Add("X-Request-ID", Guid.NewGuid().ToString());
        request.Headers.Add("If-Match", "W/\"3\"");
        using var response = await standing.House.Rest.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return traceId;
    }

    private IEnumerable<SeenSpan> Names(string traceId, string service) =>
        standing.House.Telemetry.Spans.Where(span => span.TraceId == traceId && span.Service == service);

    /// <summary>Some span of the service leads, parent by parent, to the gateway's.</summary>
    private bool IsRooted(string traceId, string service)
    {
        var spans = standing.House.Telemetry.Spans.Where(span => span.TraceId == traceId).DistinctBy(span => span.SpanId).ToDictionary(span => span.SpanId);
        return spans.Values.Where(span => span.Service == service).Any(span =>
        {
            var at = span;
            while (spans.TryGetValue(at.ParentSpanId, out var parent))
                at = parent;
            return at.Service == "gateway";
        });
    }

    private string Picture(string traceId) => string.Join(
        Environment.NewLine,
        standing.House.Telemetry.Spans.Where(span => span.TraceId == traceId).Select(span => $"{span.ParentSpanId} > {span.SpanId} {span.Service}: {span.Name}"));
}
