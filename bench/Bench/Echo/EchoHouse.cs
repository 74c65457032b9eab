using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf;
using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Bench.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Echo;

/// <summary>The echo's servers, each a process of its own, and what is sent to each.</summary>
internal sealed class EchoHouse : IAsyncDisposable
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
    public async Task<(ServerProgram Program, LoadTarget Target)> StartBareAsync() => await StartAsync("bare");

    /// <summary>The same as a call of our gRPC server.</summary>
    public async Task<(ServerProgram Program, LoadTarget Target)> StartGrpcAsync() => await StartAsync("grpc");

    /// <summary>The gateway's own program before a gRPC server, by both its doors.</summary>
    public async Task<(ServerProgram Program, LoadTarget Json, LoadTarget Calls)> StartGatewayAsync(LoadTarget service)
    {
        var (rest, grpc) = (FreePorts.Next(), FreePorts.Next());
        var program = await ServerProgram.StartAsync(
            Servers, grpc,
            ["gateway", $"--contentRoot={Path.GetTempPath()}", "--Logging:LogLevel:Default=Warning",
            $"--Kestrel:Endpoints:http:Url=http://127.0.0.1:{rest}", "--Kestrel:Endpoints:http:Protocols=Http1",
            $"--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:{grpc}", "--Kestrel:Endpoints:grpc:Protocols=Http2",
            $"--Identity:Issuer={TestIssuer.Issuer}", $"--Identity:JwksUri={_issuer.Address}/jwks",
            "--Programmes:0:Name=anytown", "--Programmes:0:IntegratedCareBoard=QAA", "--Programmes:0:Council=E06000999",
            // One client asks for all that is asked; how much one may is another question.
            "--RateLimit:RequestsPerSecond=1000000", "--RateLimit:Burst=1000000",
            $"--services:bench:grpc:0={service.Address.GetLeftPart(UriPartial.Authority)}"]);
        _programs.Push(program);
        var json = Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(Note));
        var headers = new Dictionary<string, string> { ["content-type"] = "application/json", ["authorization"] = $"Bearer {_token}" };
        return (program, new LoadTarget(new Uri($"http://127.0.0.1:{rest}{Route}"), IsHttp2: false, headers, json, json.Length / 2), GrpcTarget(grpc));
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
        return (program, GrpcTarget(port));
    }

    /// <summary>The same bytes and headers to whoever answers: no server is spared what another has to read.</summary>
    private LoadTarget GrpcTarget(int port)
    {
        var frame = new byte[5 + Note.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), Note.CalculateSize());
        Note.WriteTo(frame.AsSpan(5));
        var headers = new Dictionary<string, string> { ["content-type"] = "application/grpc", ["te"] = "trailers", ["authorization"] = $"Bearer {_token}" };
        return new LoadTarget(new Uri($"http://127.0.0.1:{port}{Method}"), IsHttp2: true, headers, frame, frame.Length);
    }
}
