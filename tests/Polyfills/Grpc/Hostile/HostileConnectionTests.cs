using System.Net.Sockets;
using System.Text;
using PersonalBudgets.Tests.Http2;
using static PersonalBudgets.Polyfills.Tests.Grpc.Hostile.RawCall;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Hostile;

/// <summary>Frames that RFC 9113 forbids, and what it says of them. After each, the server must answer a proper call on another connection.</summary>
public sealed class A_hostile_connection : IAsyncLifetime
{
    private static readonly Dictionary<string, (ErrorCode Code, Frame[] Frames)> FramesThatEndTheConnection = new()
    {
        ["data on no stream"] = (ErrorCode.ProtocolError, [Frame.Data(0, Empty)]),
        ["headers on no stream"] = (ErrorCode.ProtocolError, [Frame.Headers(0, Head(Unary))]),
        ["a stream that only servers open"] = (ErrorCode.ProtocolError, [Frame.Headers(2, Head(Unary))]),
        ["a stream number that goes back"] = (ErrorCode.StreamClosed, [Frame.Headers(5, Head(Unary), true), Frame.Headers(3, Head(Unary), true)]),
        ["data on a stream that nobody opened"] = (ErrorCode.ProtocolError, [Frame.Data(9, Empty)]),
        ["data after the end of the stream"] = (ErrorCode.StreamClosed, [Frame.Headers(1, Head(Wait)), Frame.Data(1, Empty, true), Frame.Data(1, Empty)]),
        ["a frame larger than allowed"] = (ErrorCode.FrameSizeError, [new Frame(FrameType.Data, 0, 1, new byte[16_385])]),
        ["a ping of a wrong size"] = (ErrorCode.FrameSizeError, [new Frame(FrameType.Ping, 0, 0, new byte[7])]),
        ["a reset of a wrong size"] = (ErrorCode.FrameSizeError, [Frame.Headers(1, Head(Wait)), new Frame(FrameType.Reset, 0, 1, new byte[3])]),
        ["a window of a wrong size"] = (ErrorCode.FrameSizeError, [new Frame(FrameType.WindowUpdate, 0, 0, new byte[3])]),
        ["a window that grows by nothing"] = (ErrorCode.ProtocolError, [Frame.WindowUpdate(0, 0)]),
        ["a window that grows too far"] = (ErrorCode.FlowControlError, [Frame.WindowUpdate(0, int.MaxValue), Frame.WindowUpdate(0, int.MaxValue)]),
        ["settings of a wrong size"] = (ErrorCode.FrameSizeError, [new Frame(FrameType.Settings, 0, 0, new byte[5])]),
        ["settings out of their range"] = (ErrorCode.FlowControlError, [Frame.Settings((4, -1))]),
        ["a push by the client"] = (ErrorCode.ProtocolError, [new Frame(FrameType.PushPromise, 4, 1, new byte[4])]),
        ["headers that HPACK cannot read"] = (ErrorCode.CompressionError, [new Frame(FrameType.Headers, 5, 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])]),
        ["a continuation of nothing"] = (ErrorCode.ProtocolError, [new Frame(FrameType.Continuation, 4, 1, [])]),
        ["headers that something interrupts"] = (ErrorCode.ProtocolError, [Frame.Headers(1, Head(Unary)) with { Flags = 0 }, Frame.Ping()]),
        ["padding longer than its frame"] = (ErrorCode.ProtocolError, [Frame.Headers(1, Head(Wait)), new Frame(FrameType.Data, 8, 1, [200, 0])]),
    };

    private static readonly Dictionary<string, (string, string)[]> HeadsThatEndTheStream = new()
    {
        ["no path"] = [(":method", "POST"), (":scheme", "http"), ("content-type", "application/grpc")],
        ["no method"] = [(":path", Unary), (":scheme", "http"), ("content-type", "application/grpc")],
        ["an unknown pseudo-header"] = [(":status", "200"), .. Head(Unary)],
        ["a pseudo-header after others"] = [("te", "trailers"), (":method", "POST"), (":scheme", "http"), (":path", Unary)],
        ["a header of HTTP/1.1"] = [.. Head(Unary), ("connection", "close")],
        ["a name in capitals"] = [.. Head(Unary), ("X-Capital", "1")],
        ["another te than trailers"] = [.. Head(Unary).Where(h => h.Name != "te"), ("te", "gzip")],
    };

    private EchoServer _server = null!;
    private Peer _peer = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await EchoServer.StartAsync();
        _peer = await Peer.ConnectAsync(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        Assert.Equal("still there", (await _server.Client.UnaryAsync(new() { Text = "still there" })).Text);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task is_told_apart_from_a_proper_one()
    {
        for (var stream = 1; stream < 7; stream += 2)
        {
            var answer = await _peer.CallAsync(stream, Unary, Empty);

            Assert.Equal((200, 0), (answer.HttpStatus, answer.GrpcStatus));
            Assert.Equal(Empty, answer.Body);
        }
    }

    public static TheoryData<string> Frames => [.. FramesThatEndTheConnection.Keys];

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task is_ended_with_the_code_for_its_fault(string fault)
    {
        var (code, frames) = FramesThatEndTheConnection[fault];

        await _peer.SendAsync(frames);

        Assert.Equal(code, (await _peer.ReadAsync(FrameType.GoAway)).ReadError());
    }

    public static TheoryData<string> Heads => [.. HeadsThatEndTheStream.Keys];

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task loses_the_stream_or_itself_over_a_broken_head(string fault)
    {
        await _peer.SendAsync(Frame.Headers(1, HeadsThatEndTheStream[fault], end: true));

        var answer = await _peer.AnswerAsync(1);

        Assert.Equal(ErrorCode.ProtocolError, answer.Reset ?? answer.GoAway);
    }

    [Fact]
    public async Task may_hold_frames_of_unknown_kinds()
    {
        await _peer.SendAsync(new Frame((FrameType)0xBA, 0xFF, 0, [1, 2, 3]));

        Assert.Equal(0, (await _peer.CallAsync(1, Unary, Empty)).GrpcStatus);
    }

    [Fact]
    public async Task may_do_without_te()
    {
        await _peer.SendAsync(Frame.Headers(1, Head(Unary).Where(h => h.Name != "te")), Frame.Data(1, Empty, true));

        Assert.Equal(0, (await _peer.AnswerAsync(1)).GrpcStatus);
    }

    [Fact]
    public async Task may_break_a_message_anywhere()
    {
        var message = Message([0x0A, 3, .. "abc"u8]);
        await _peer.SendAsync(Frame.Headers(1, Head(Unary)));
        foreach (var one in message)
            await _peer.SendAsync(Frame.Data(1, []), Frame.Data(1, [one]));
        await _peer.SendAsync(Frame.Data(1, [], true));

        var answer = await _peer.AnswerAsync(1);

        Assert.Equal(0, answer.GrpcStatus);
        Assert.Equal(message, answer.Body);
    }

    [Fact]
    public async Task that_speaks_HTTP_1_1_is_told_so_and_closed()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", new Uri(_server.Address).Port);
        await tcp.GetStream().WriteAsync("POST /suite.interop.v1.Echo/Unary HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc\r\nContent-Length: 0\r\n\r\n"u8.ToArray());

        var answer = Encoding.ASCII.GetString(await ReadToEndAsync(tcp));

        Assert.StartsWith("HTTP/1.1 400 Bad Request", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task that_speaks_nothing_known_is_closed()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", new Uri(_server.Address).Port);
        await tcp.GetStream().WriteAsync(Enumerable.Repeat((byte)0xA5, 10_000).ToArray());

        await ReadToEndAsync(tcp);
    }

    /// <summary>To the end or the reset: either closes.</summary>
    private static async Task<byte[]> ReadToEndAsync(TcpClient tcp)
    {
        var all = new MemoryStream();
        try
        {
            await tcp.GetStream().CopyToAsync(all).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException)
        {
        }

        return all.ToArray();
    }
}
