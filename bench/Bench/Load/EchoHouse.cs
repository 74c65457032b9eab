using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf;
using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Bench.Services;
using PersonalBudgets.Bench.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Load;

/// <summary>The echo's servers, each a process of its own, and what is sent to each: the same bytes and headers, whoever answers.</summary>
internal sealed class EchoHouse : IGatewayHouse
{
    private const string Servers = "bench/Servers", Method = "/personalbudgets.bench.v1.EchoService/Echo", Route = "/v1/notes:echo";

    private static readonly Note Note = new()
    {
        NoteId = "0192f3a4-7c11-7b2e-9d3f-0123456789ab",
        PlanId = "0192f3a4-7c11-7b2e-9d3f-0123456789ac",
        Text = "Support at home on weekday mornings, reviewed each quarter.",
        AmountPence = 125_000,
        StartDate = "2026-04-06",
        Minutes = 150,
        Closed = true,
    };

    private readonly TestIssuer _issuer;
    private readonly string _token;
    private readonly ConcurrentStack<ServerProgram> _programs = new();

    private EchoHouse(TestIssuer issuer) => (_issuer, _token) = (issuer, issuer.Token("client:bench", "anytown"));

    /// <summary>A house without servers yet.</summary>
    public static async Task<EchoHouse> OpenAsync() => new(await TestIssuer.StartAsync(["bench.notes.read"]));

    /// <summary>Bare Kestrel, which answers with the bytes that it was sent.</summary>
    public Task<(ServerProgram Program, LoadTarget Target)> StartBareAsync() => StartAsync("bare");

    /// <summary>The same as a call of our gRPC server.</summary>
    public Task<(ServerProgram Program, LoadTarget Target)> StartGrpcAsync() => StartAsync("grpc");

    public async Task<GatewayWays> StartAsync()
    {
        var (service, direct) = await StartGrpcAsync();
        var gateway = await GatewayProgram.StartAsync(Servers, _issuer, "bench", direct.Address, "gateway");
        _programs.Push(gateway.Program);
        var json = Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(Note));
        TimeSpan Service() => service.ProcessorTime;
        TimeSpan Both() => service.ProcessorTime + gateway.Program.ProcessorTime;
        return new GatewayWays(
            new(direct, Service), new(LoadTarget.Json(gateway.Rest, Route, _token, json, json.Length / 2), Both), new(Call(gateway.Grpc), Both));
    }

    public async ValueTask DisposeAsync()
    {
        while (_programs.TryPop(out var program))
            await program.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private async Task<(ServerProgram Program, LoadTarget Target)> StartAsync(string kind)
    {
        var port = FreePorts.Next();
        var program = await ServerProgram.StartAsync(Servers, port, [kind, $"--Port={port}"]);
        _programs.Push(program);
        return (program, Call(new Uri($"http://127.0.0.1:{port}")));
    }

    private LoadTarget Call(Uri server) => LoadTarget.Call(server, Method, _token, Note, Note.CalculateSize());
}
