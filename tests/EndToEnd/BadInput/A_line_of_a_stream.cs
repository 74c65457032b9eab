using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>Every fault that a line of a load can have, one line each, at both doors: told by line and field, and no reason to lose the others.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class A_line_of_a_stream(StandingHouse standing)
{
    private const int CutAfter = 2_300;

    private static readonly MethodDescriptor Load = Contract.Method("/personalbudgets.assessment.v1.PeopleLoadsService/LoadPeople")!;

    [Fact]
    public async Task over_REST_is_told_by_its_number_and_pointer()
    {
        var route = Route.Of(Load);
        var faults = FieldFaults.Of(Load, route).ToArray();
        string[] others = ["{\"", "{\"noSuchMember\": 1}", "[]", "{} {}", $"{{\"padding\": \"{new string('x', 1024 * 1024)}\"}}"];
        string[] lines = [.. faults.Select(fault => fault.Body.ToJsonString()), .. others];

        var (status, load) = await SendAsync("/v1/people:load", string.Join('\n', lines));

        Assert.True(status == 200, load.ToJsonString());
        Assert.Equal((lines.Length.ToString(), "0"), (Text(load, "lineCount"), Text(load, "registeredCount")));
        var told = load["firstFaults"]!.AsArray().Select(fault => (Line: int.Parse(Text(fault!, "line")), Pointer: Text(fault!, "pointer"), Reason: Text(fault!, "reason"))).ToArray();
        Assert.All(faults.Index(), fault => Assert.Contains(told, one => one.Line == fault.Index + 1 && one.Pointer == fault.Item.Pointer));
        Assert.Equal(
            ["JSON_MALFORMED", "MEMBER_UNKNOWN", "TYPE_WRONG", "JSON_MALFORMED", "LINE_TOO_LONG"],
            Enumerable.Range(faults.Length + 1, others.Length).Select(line => told.First(one => one.Line == line).Reason));
    }

    [Fact]
    public async Task over_gRPC_is_told_by_its_place_and_field()
    {
        using var channel = GrpcChannel.ForAddress(standing.House.GatewayGrpc);
        var faults = MessageFaults.Of(new BadMessage(Load).Request).Where(fault => fault.Path.StartsWith("person.", StringComparison.Ordinal)).ToArray();
        using var call = new PeopleLoadsService.PeopleLoadsServiceClient(channel).LoadPeople(new Metadata { { "authorization", $"Bearer {await standing.TokenAsync("trust")}" } });
        var requestId = Guid.NewGuid().ToString();
        foreach (var fault in faults)
        {
            var request = (LoadPeopleRequest)new BadMessage(Load).Request;
            request.LineFaults.Clear();
            (request.RequestId, request.Line) = (requestId, 0);
            fault.Make(request);
            await call.RequestStream.WriteAsync(request);
        }

        await call.RequestStream.CompleteAsync();
        var load = await call;

        Assert.Equal((faults.Length, faults.Length), (load.LineCount, load.FaultyCount));
        Assert.All(faults.Index(), fault => Assert.Contains(load.FirstFaults, one => one.Line == fault.Index + 1 && one.Field == fault.Item.Path));
    }

    [Fact]
    public async Task that_is_cut_off_ends_the_load_which_goes_on_when_it_is_sent_again()
    {
        var people = string.Concat(Enumerable.Range(0, 2_500).Select(Line));
        var requestId = Guid.NewGuid().ToString();
        using (var leave = new CancellationTokenSource())
        {
            // The last line that arrives is half a line.
            var cut = SendAsync("/v1/people:load", new CutOff(people[..(people.IndexOf(Line(CutAfter), StringComparison.Ordinal) + 20)]), requestId, leave.Token);
            await Eventually.TrueAsync("two thousand lines are done", async () => Text(await FindAsync(requestId), "lineCount") == "2000");
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut);
        }

        var (status, load) = await SendAsync("/v1/people:load", new StringContent(people, MediaTypeHeaderValue.Parse("application/x-ndjson")), requestId);

        Assert.True(status == 200, load.ToJsonString());
        Assert.Equal(("PEOPLE_LOAD_STATE_COMPLETE", "2500", "2500"), (Text(load, "state"), Text(load, "lineCount"), Text(load, "registeredCount")));
        Assert.Equal(Text(await FindAsync(requestId), "peopleLoadId"), Text(load, "peopleLoadId"));
    }

    private static string Text(JsonNode node, string member) => node[member]?.GetValue<string>() ?? "";

    /// <summary>A person whom nobody else has, with an NHS number of the range for tests.</summary>
    private static string Line(int index)
    {
        for (var digits = 999_500_000 + (index * 2); ; digits++)
        {
            var check = 11 - ($"{digits}".Select((digit, place) => (digit - '0') * (10 - place)).Sum() % 11);
            if (check is not 10)
                return $"{{\"nhsNumber\":\"{digits}{(check is 11 ? 0 : check)}\",\"givenName\":\"Load\",\"familyName\":\"Example\",\"birthDate\":\"1980-01-01\"}}\n";
        }
    }

    private Task<(int Status, JsonObject Body)> SendAsync(string path, string lines) =>
        SendAsync(path, new StringContent(lines, Encoding.UTF8, "application/x-ndjson"), Guid.NewGuid().ToString());

    private async Task<(int Status, JsonObject Body)> SendAsync(string path, HttpContent content, string requestId, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await standing.TokenAsync("trust"));
        request.Headers.Add("X-Request-ID", requestId);
        using var response = await standing.House.Rest.SendAsync(request, cancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!.AsObject());
    }

    private async Task<JsonNode> FindAsync(string requestId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/peopleLoads?pageSize=1000");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await standing.TokenAsync("trust"));
        using var response = await standing.House.Rest.SendAsync(request);
        var loads = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["peopleLoads"]!.AsArray();
        return loads.SingleOrDefault(load => Text(load!, "requestId") == requestId) ?? new JsonObject();
    }

    /// <summary>A body that stops in the middle and does not end.</summary>
    private sealed class CutOff : HttpContent
    {
        private readonly byte[] _begun;

        public CutOff(string begun)
        {
            _begun = Encoding.UTF8.GetBytes(begun);
            Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-ndjson");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(_begun, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
