using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Polyfills.Tests.Interop;
using PersonalBudgets.Tests.Http2;
using static PersonalBudgets.Polyfills.Tests.Grpc.Hostile.ServerScript;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Hostile;

/// <summary>Answers that no proper server gives. Each ends the call with a status, and none with another exception.</summary>
public sealed class A_hostile_server
{
    private static readonly byte[] TooLong = [0, 0, 0x40, 0, 1];

    private static DateTime Soon => DateTime.UtcNow.AddSeconds(20);

    // Where two are named the first is what the protocol says, the second what the official client makes of it.
    private static readonly Dictionary<string, (StatusCode[] Expected, Func<int, Frame[]> Answer)> Answers = new()
    {
        ["HTTP 400"] = ([StatusCode.Internal], Http(400)),
        ["HTTP 401"] = ([StatusCode.Unauthenticated], Http(401)),
        ["HTTP 403"] = ([StatusCode.PermissionDenied], Http(403)),
        ["HTTP 404"] = ([StatusCode.Unimplemented], Http(404)),
        ["HTTP 429"] = ([StatusCode.Unavailable], Http(429)),
        ["HTTP 500"] = ([StatusCode.Unknown], Http(500)),
        ["HTTP 502"] = ([StatusCode.Unavailable], Http(502)),
        ["HTTP 503"] = ([StatusCode.Unavailable], Http(503)),
        ["HTTP 504"] = ([StatusCode.Unavailable], Http(504)),
        ["HTTP 503 with a status of gRPC"] = ([StatusCode.PermissionDenied], stream => [Frame.Headers(stream, [(":status", "503"), ("grpc-status", "7")], end: true)]),
        ["HTTP 301"] = ([StatusCode.Unknown], stream => [Frame.Headers(stream, [(":status", "301"), ("location", "/elsewhere")], end: true)]),
        ["a page"] = ([StatusCode.Unknown, StatusCode.Cancelled], stream =>
            [Frame.Headers(stream, [(":status", "200"), ("content-type", "text/html")]), Frame.Data(stream, "<html>"u8.ToArray(), end: true)]),
        ["no content type"] = ([StatusCode.Unknown, StatusCode.Cancelled], stream => [Frame.Headers(stream, [(":status", "200")]), Frame.Data(stream, Message), Trailers(stream, 0)]),
        ["no trailers"] = ([StatusCode.Unknown, StatusCode.Cancelled], stream => [Frame.Headers(stream, Head), Frame.Data(stream, Message, end: true)]),
        ["nothing but headers"] = ([StatusCode.Unknown, StatusCode.Cancelled, StatusCode.Internal], stream => [Frame.Headers(stream, Head, end: true)]),
        ["trailers without a status"] = ([StatusCode.Unknown, StatusCode.Cancelled], stream =>
            [Frame.Headers(stream, Head), Frame.Data(stream, Message), Frame.Headers(stream, [("x-other", "1")], end: true)]),
        ["a status that is no number"] = ([StatusCode.Unknown, StatusCode.Cancelled], Status("fine")),
        ["an empty status"] = ([StatusCode.Unknown, StatusCode.Cancelled], Status("")),
        ["a status that nobody knows"] = ([StatusCode.Unknown, (StatusCode)77], Status("77")),
        ["a good end without a message"] = ([StatusCode.Internal], stream => [Frame.Headers(stream, Head), Trailers(stream, 0)]),
        ["a good end in the headers"] = ([StatusCode.Internal], stream => [Frame.Headers(stream, [.. Head, ("grpc-status", "0")], end: true)]),
        ["two messages"] = ([StatusCode.Internal], Body([.. Message, .. Message])),
        ["half a header"] = ([StatusCode.Internal], Body([0, 0])),
        ["a length longer than its message"] = ([StatusCode.Internal], Body(Message[..^1])),
        ["a length shorter than its message"] = ([StatusCode.Internal], Body([.. Message, 0])),
        ["a byte above the limit"] = ([StatusCode.ResourceExhausted], Body(TooLong)),
        ["a length that no buffer holds"] = ([StatusCode.ResourceExhausted, StatusCode.Internal], Body([0, 0xFF, 0xFF, 0xFF, 0xFF])),
        ["a flag that does not exist"] = ([StatusCode.Internal], Body([7, 0, 0, 0, 0])),
        ["a packed message, nobody says how"] = ([StatusCode.Internal], Body([1, .. Message[1..]])),
        ["an unknown encoding"] = ([StatusCode.Unimplemented, StatusCode.Internal], Body([1, .. Message[1..]], ("grpc-encoding", "brotli"))),
        ["gzip that is none"] = ([StatusCode.Internal], Body([1, .. Message[1..]], ("grpc-encoding", "gzip"))),
        ["gzip that unpacks to no end"] = ([StatusCode.ResourceExhausted, StatusCode.Unavailable], Body(Bomb(), ("grpc-encoding", "gzip"))),
        ["bytes that are no message"] = ([StatusCode.Internal, StatusCode.Unavailable], Body([0, 0, 0, 0, 2, 0xFF, 0xFF])),
        ["metadata that is not base64"] = ([StatusCode.Internal], stream => [Frame.Headers(stream, [.. Head, ("grpc-status", "5"), ("x-bytes-bin", "?*")], end: true)]),
        ["a reset before the headers"] = ([StatusCode.Internal], stream => [Frame.Reset(stream, ErrorCode.InternalError)]),
        ["a reset after the headers"] = ([StatusCode.Internal], stream => [Frame.Headers(stream, Head), Frame.Reset(stream, ErrorCode.InternalError)]),
        ["a reset within the message"] = ([StatusCode.Cancelled], stream => [Frame.Headers(stream, Head), Frame.Data(stream, Message[..^1]), Frame.Reset(stream, ErrorCode.Cancel)]),
        ["a reset before the trailers"] = ([StatusCode.Internal], stream => [Frame.Headers(stream, Head), Frame.Data(stream, Message), Frame.Reset(stream, ErrorCode.ProtocolError)]),
        ["a refusal after the headers"] = ([StatusCode.Unavailable], stream => [Frame.Headers(stream, Head), Frame.Reset(stream, ErrorCode.RefusedStream)]),
        ["the end of the connection"] = ([StatusCode.Internal, StatusCode.Unavailable], stream => [Frame.Headers(stream, Head), Frame.GoAway(stream, ErrorCode.InternalError)]),
        ["headers that HPACK cannot read"] = ([StatusCode.Internal, StatusCode.Unavailable], stream => [new Frame(FrameType.Headers, Frame.EndHeaders, stream, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])]),
        ["a frame larger than allowed"] = ([StatusCode.Internal], stream => [Frame.Headers(stream, Head), Frame.Data(stream, new byte[17_000])]),
    };

    public static TheoryData<string> Names => [.. Answers.Keys];

    [Fact]
    public async Task is_told_apart_from_a_proper_one() =>
        Assert.Equal((StatusCode.OK, StatusCode.OK), (await UnaryAsync(Answer), await StreamAsync(Answer)));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ends_a_call_with_the_status_for_its_answer(string name)
    {
        var (expected, answer) = Answers[name];

        Assert.Contains(await UnaryAsync(answer), expected);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ends_a_stream_with_the_status_for_its_answer(string name)
    {
        var (expected, answer) = Answers[name];
        // What is wrong for one answer may be right for a stream.
        if (name is "two messages" || name.StartsWith("a good end", StringComparison.Ordinal))
            expected = [StatusCode.OK];

        Assert.Contains(await StreamAsync(answer), expected);
    }

    [Fact]
    public async Task that_says_nothing_is_left_at_the_deadline()
    {
        await using var server = new ScriptedServer(async (peer, _) => await peer.NextCallAsync());
        using var channel = GrpcChannel.ForAddress(server.Address);

        var call = new Echo.EchoClient(channel).UnaryAsync(new EchoMessage(), deadline: DateTime.UtcNow.AddMilliseconds(300));

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task that_is_left_hears_of_it()
    {
        var heard = new TaskCompletionSource<ErrorCode>();
        await using var server = new ScriptedServer(async (peer, _) =>
        {
            var stream = await peer.NextCallAsync();
            await peer.SendAsync(Frame.Headers(stream, Head), Frame.Data(stream, TooLong));
            heard.SetResult((await peer.ReadAsync(FrameType.Reset)).ReadError());
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new Echo.EchoClient(channel).ServerStream(new EchoMessage(), deadline: Soon);

        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(ErrorCode.Cancel, await heard.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task that_speaks_HTTP_1_1_is_unavailable_or_worse()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var channel = GrpcChannel.ForAddress($"http://{listener.LocalEndpoint}");
        var call = new Echo.EchoClient(channel).UnaryAsync(new EchoMessage(), deadline: Soon);
        using var tcp = await listener.AcceptTcpClientAsync();
        await tcp.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());

        Assert.Contains((await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode, new[] { StatusCode.Unavailable, StatusCode.Internal });
    }

    private static async Task<StatusCode> UnaryAsync(Func<int, Frame[]> answer)
    {
        await using var server = Saying(answer);
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new Echo.EchoClient(channel).UnaryAsync(new EchoMessage(), deadline: Soon);
        return await Record.ExceptionAsync(() => call.ResponseAsync) is { } failure ? Assert.IsType<RpcException>(failure).StatusCode : call.GetStatus().StatusCode;
    }

    private static async Task<StatusCode> StreamAsync(Func<int, Frame[]> answer)
    {
        await using var server = Saying(answer);
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new Echo.EchoClient(channel).ServerStream(new EchoMessage(), deadline: Soon);
        var failure = await Record.ExceptionAsync(async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
            }
        });
        return failure is null ? call.GetStatus().StatusCode : Assert.IsType<RpcException>(failure).StatusCode;
    }

    /// <summary>Speaks once the request is whole: what interrupts it is another matter.</summary>
    private static ScriptedServer Saying(Func<int, Frame[]> answer) => new(async (peer, _) =>
    {
        while (await peer.ReadAsync() is { } frame)
            if (frame.EndsStream)
            {
                var frames = answer(frame.Stream);
                await peer.SendAsync(frames);
                if (frames[^1].Type == FrameType.GoAway)
                    await peer.DisposeAsync();
            }
    });

    private static Func<int, Frame[]> Http(int status) => stream =>
        [Frame.Headers(stream, [(":status", $"{status}"), ("content-type", "text/plain")]), Frame.Data(stream, "no"u8.ToArray(), end: true)];

    private static Func<int, Frame[]> Status(string text) => stream =>
        [Frame.Headers(stream, Head), Frame.Data(stream, Message), Frame.Headers(stream, [("grpc-status", text)], end: true)];

    private static Func<int, Frame[]> Body(byte[] body, params (string Name, string Value)[] more) => stream =>
        [Frame.Headers(stream, [.. Head, .. more]), .. body.Chunk(16_384).Select(part => Frame.Data(stream, part)), Trailers(stream, 0)];

    private static byte[] Bomb()
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
            stream.Write(new byte[30 * 1024 * 1024]);
        return RawCall.Message(packed.ToArray(), 1);
    }
}
