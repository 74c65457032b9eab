using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using PersonalBudgets.Polyfills.Tests.Interop;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

/// <summary>The C# server of echo.proto. Requests of the text "late" look away from cancellation.</summary>
public sealed class EchoService(WaitList waits) : Echo.EchoBase
{
    public override async Task<EchoMessage> Unary(EchoMessage request, ServerCallContext context)
    {
        await ReturnMetadata(context);
        // The official package packs nothing into no gzip stream at all, at which Node's stumbles.
        if (request.CalculateSize() == 0)
            context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        return request;
    }

    public override async Task ServerStream(EchoMessage request, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        await ReturnMetadata(context);
        for (var i = 1; i <= request.Count; i++)
            await responseStream.WriteAsync(new EchoMessage { Text = request.Text, Count = i, Payload = request.Payload });
    }

    public override async Task<EchoMessage> ClientStream(IAsyncStreamReader<EchoMessage> requestStream, ServerCallContext context)
    {
        var answer = new EchoMessage();
        await foreach (var request in requestStream.ReadAllAsync())
        {
            answer.Text += request.Text;
            answer.Count++;
        }

        return answer;
    }

    public override async Task Duplex(IAsyncStreamReader<EchoMessage> requestStream, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync())
            await responseStream.WriteAsync(request);
    }

    public override Task<EchoMessage> Refuse(EchoMessage request, ServerCallContext context)
    {
        var details = new global::Google.Rpc.Status { Code = request.Count, Message = request.Text };
        details.Details.Add(Any.Pack(new ErrorInfo { Domain = "suite.interop" }));
        throw new RpcException(
            new global::Grpc.Core.Status((StatusCode)request.Count, request.Text),
            new Metadata { { "grpc-status-details-bin", details.ToByteArray() } });
    }

    public override async Task<EchoMessage> Wait(EchoMessage request, ServerCallContext context)
    {
        waits.Add(context.CancellationToken);
        if (request.Text == "late")
            await Task.Delay(request.Count, CancellationToken.None);
        else
            await Task.Delay(System.Threading.Timeout.Infinite, context.CancellationToken);
        return request;
    }

    private static async Task ReturnMetadata(ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(e => e.Key.StartsWith("x-echo", StringComparison.Ordinal)))
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(entry);
        }

        if (headers.Count > 0)
            await context.WriteResponseHeadersAsync(headers);
    }
}

/// <summary>The tokens of a server's calls of Wait, for tests that see them fire.</summary>
public sealed class WaitList
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<CancellationToken> _tokens = new();

    public static async Task FiresAsync(CancellationToken token)
    {
        for (var i = 0; i < 500 && !token.IsCancellationRequested; i++)
            await Task.Delay(10, CancellationToken.None);
        Assert.True(token.IsCancellationRequested, "The server's token did not fire within 5 s.");
    }

    public void Add(CancellationToken token) => _tokens.Enqueue(token);

    public List<CancellationToken> TakeAll()
    {
        var all = new List<CancellationToken>();
        while (_tokens.TryDequeue(out var token))
            all.Add(token);
        return all;
    }

    public async Task<CancellationToken> NextAsync()
    {
        for (var i = 0; i < 500; i++)
        {
            if (_tokens.TryDequeue(out var token))
                return token;
            await Task.Delay(10);
        }

        throw new TimeoutException("No call of Wait reached the server within 5 s.");
    }
}
