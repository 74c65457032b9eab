using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>Every fault that a line of a load can have, one line each, at both doors: told by line and field, and no reason to lose the others.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class A_line_of_a_stream(StandingHouse standing)
{
    private static readonly MethodDescriptor Load = Contract.Method("/personalbudgets.assessment.v1.PeopleLoadsService/LoadPeople")!;

    [Fact]
    public async Task over_REST_is_told_by_its_number_and_pointer()
    {
        var route = Route.Of(Load);
        var faults = FieldFaults.Of(Load, route).ToArray();
        string[] others = ["{\"", "{\"noSuchMember\": 1}", "[]", "{} {}", $"{{\"padding\": \"{new string('x', 1024 * 1024)}\"}}"];
        string[] lines = [.. faults.Select(fault => fault.Body.ToJsonString()), .. others];

        var (status, load) = await (await CaseloadAsync()).SendAsync(Guid.NewGuid().ToString(), lines.Select(line => line + "\n"));

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
        var faults = MessageFaults.Of(new BadMessage(Load).Request).Where(fault => fault.Path.StartsWith("entry.", StringComparison.Ordinal)).ToArray();
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
        var caseload = await CaseloadAsync();
        var people = Caseload.People(first: 80_000, count: 2_500);
        var requestId = Guid.NewGuid().ToString();
        using (var leave = new CancellationTokenSource())
        {
            var cut = caseload.BeginAsync(requestId, leave.Token, people[..2_300]);
            await Eventually.TrueAsync("two thousand lines are done", async () => Text(await caseload.FindAsync(requestId), "lineCount") == "2000");
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut);
        }

        var open = await caseload.FindAsync(requestId);
        var (status, load) = await caseload.SendAsync(requestId, people);

        Assert.True(status == 200, load.ToJsonString());
        Assert.Equal(("PEOPLE_LOAD_STATE_COMPLETE", "2500", "2500"), (Text(load, "state"), Text(load, "lineCount"), Text(load, "registeredCount")));
        Assert.Equal(Text(open, "peopleLoadId"), Text(load, "peopleLoadId"));
    }

    private static string Text(JsonNode node, string member) => node[member]?.GetValue<string>() ?? "";

    private async Task<Caseload> CaseloadAsync() => new(standing.House.Rest, await standing.TokenAsync("trust"));
}
