using System.Net.Sockets;
using Google.Protobuf;
using PersonalBudgets.Polyfills.Tests.Interop;
using PersonalBudgets.Tests.Http2;
using static PersonalBudgets.Polyfills.Tests.Grpc.Hostile.RawCall;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Hostile;

/// <summary>Memory is that of the whole process, so nothing else runs beside these tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}

/// <summary>
/// Much of what is allowed once. During and after it the server must answer proper calls of others, keep its memory within bounds and end what it
/// began. The bounds leave room for the test's own side, and are a small part of what an unbounded server would take.
/// </summary>
[Collection(Alone.Name)]
public sealed class A_flood : IAsyncLifetime
{
    private const long Megabyte = 1024 * 1024;

    private EchoServer _server = null!;
    private long _before;

    public async ValueTask InitializeAsync()
    {
        _server = await EchoServer.StartAsync();
        await AssertHealthyAsync();
        _before = Used();
    }

    public async ValueTask DisposeAsync()
    {
        await AssertHealthyAsync();
        await AssertWithinAsync(32);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task of_streams_that_are_reset_at_once_leaves_no_call_behind()
    {
        for (var connection = 0; connection < 10; connection++)
        {
            await using var peer = await Peer.ConnectAsync(_server.Address);
            await SendUntilRefusedAsync(peer, from: 1, to: 4_000, stream => [.. Call(stream, Wait), .. Frame.Reset(stream, ErrorCode.Cancel).ToBytes()]);
            await AssertHealthyAsync();
        }

        await AssertAllCancelledAsync();
    }

    [Fact]
    public async Task of_empty_data_reaches_the_end_or_is_cut_off()
    {
        await using var peer = await Peer.ConnectAsync(_server.Address);
        await peer.SendAsync(Frame.Headers(1, Head(Duplex)));

        await SendUntilRefusedAsync(peer, 1, 200_000, _ => Frame.Data(1, []).ToBytes());
        await SendUntilRefusedAsync(peer, 1, 1, _ => Frame.Data(1, [], end: true).ToBytes());

        var answer = await peer.AnswerAsync(1);
        Assert.True(answer.GrpcStatus is 0 || !answer.IsComplete);
    }

    [Fact]
    public async Task of_headers_without_an_end_is_cut_off()
    {
        await using var peer = await Peer.ConnectAsync(_server.Address);
        await peer.SendAsync(Frame.Headers(1, Head(Unary)) with { Flags = 0 });

        await SendUntilRefusedAsync(peer, 1, 200_000, number =>
            new Frame(FrameType.Continuation, 0, 1, HeaderBlock.Encode([($"x-{number}", new string('a', 50))])).ToBytes());

        // The end of the connection may overtake the words that say why.
        Assert.Null((await peer.AnswerAsync(1)).HttpStatus);
        Assert.Null(await peer.ReadAsync());
    }

    [Theory]
    [InlineData(FrameType.Ping, 8)]
    [InlineData(FrameType.Settings, 0)]
    public async Task of_frames_whose_answers_nobody_reads_is_held_back(FrameType type, int size)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", new Uri(_server.Address).Port);
        await tcp.GetStream().WriteAsync((byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame.Settings().ToBytes()]);
        var many = Enumerable.Repeat(new Frame(type, 0, 0, new byte[size]).ToBytes(), 10_000).SelectMany(frame => frame).ToArray();

        // A server that reads on regardless would take all of it, one that holds back takes what fits into the buffers between.
        for (var sent = 0; sent < 500; sent++)
        {
            var writing = tcp.GetStream().WriteAsync(many).AsTask();
            if (await Task.WhenAny(writing, Task.Delay(TimeSpan.FromSeconds(2))) != writing || writing.IsFaulted)
                break;
        }

        await AssertHealthyAsync();
        await AssertWithinAsync(64);
    }

    [Fact]
    public async Task of_idle_streams_beyond_those_allowed_is_refused_and_costs_little()
    {
        const int Connections = 40, Allowed = 100;
        var peers = new List<Peer>();
        for (var i = 0; i < Connections; i++)
        {
            var peer = await Peer.ConnectAsync(_server.Address);
            peers.Add(peer);
            for (var stream = 1; stream <= 2 * Allowed + 1; stream += 2)
                await peer.SendAsync(Call(stream, Wait));
            Assert.Equal(ErrorCode.RefusedStream, (await peer.AnswerAsync(2 * Allowed + 1)).Reset);
        }

        await AssertHealthyAsync();
        await AssertWithinAsync(Connections * Allowed * 64 / 1024);

        foreach (var peer in peers)
            await peer.DisposeAsync();
        Assert.Equal(Connections * Allowed, await AssertAllCancelledAsync());
    }

    [Fact]
    public async Task of_idle_connections_costs_little()
    {
        const int Connections = 2_000;
        var peers = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Peer.ConnectAsync(_server.Address)));

        await AssertHealthyAsync();
        await AssertWithinAsync(Connections * 64 / 1024);

        foreach (var peer in peers)
            await peer.DisposeAsync();
    }

    [Fact]
    public async Task that_nobody_reads_waits_in_the_handler_and_not_in_memory()
    {
        var request = Message(new EchoMessage { Count = int.MaxValue, Payload = ByteString.CopyFrom(new byte[100_000]) }.ToByteArray());
        var peers = new List<Peer>();
        for (var i = 0; i < 20; i++)
        {
            var peer = await Peer.ConnectAsync(_server.Address);
            peers.Add(peer);
            for (var stream = 1; stream < 11; stream += 2)
                foreach (var part in new[] { Frame.Headers(stream, Head(ServerStream)) }.Concat(Parts(stream, request)))
                    await peer.SendAsync(part);
            await peer.ReadAsync(FrameType.Data);
        }

        await AssertHealthyAsync();
        await AssertWithinAsync(128);

        foreach (var peer in peers)
            await peer.DisposeAsync();
    }

    private static byte[] Call(int stream, string path) => [.. Frame.Headers(stream, Head(path)).ToBytes(), .. Frame.Data(stream, Empty, end: true).ToBytes()];

    private static IEnumerable<Frame> Parts(int stream, byte[] message) =>
        message.Chunk(16_384).Select((part, i) => Frame.Data(stream, part, end: (i + 1) * 16_384 >= message.Length));

    /// <summary>Sends until the server closes the connection, in pieces, so that it may read while it is sent to.</summary>
    private static async Task SendUntilRefusedAsync(Peer peer, int from, int to, Func<int, byte[]> frames)
    {
        try
        {
            foreach (var numbers in Enumerable.Range(from, to).Chunk(100))
                await peer.SendAsync([.. numbers.SelectMany(number => frames(2 * number - 1))]);
        }
        catch (IOException)
        {
        }
    }

    private static long Used()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>What has ended may take a moment to be given back.</summary>
    private async Task AssertWithinAsync(long megabytes)
    {
        var grown = (Used() - _before) / Megabyte;
        for (var i = 0; i < 100 && grown > megabytes; i++)
        {
            await Task.Delay(100);
            grown = (Used() - _before) / Megabyte;
        }

        Assert.True(grown <= megabytes, $"{grown} MiB more than before, {megabytes} are allowed.");
    }

    private async Task AssertHealthyAsync() =>
        Assert.Equal("still there", (await _server.Client.UnaryAsync(new EchoMessage { Text = "still there" }, deadline: DateTime.UtcNow.AddSeconds(20))).Text);

    /// <summary>The number of calls that reached the handler; each has heard that its caller went.</summary>
    private async Task<int> AssertAllCancelledAsync()
    {
        var calls = _server.Waits.TakeAll();
        foreach (var call in calls)
            await WaitList.FiresAsync(call);
        return calls.Count;
    }
}
