using PersonalBudgets.Gateway.Tests.Streams;
using PersonalBudgets.Library.V1;
using PersonalBudgets.Tests.Http2;

namespace PersonalBudgets.Gateway.Tests.PassThrough;

/// <summary>Memory is that of the whole process, so nothing else runs beside these tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}

/// <summary>Calls that wait or are given up, in numbers: others are served meanwhile, the services behind are told of each, and memory comes back.</summary>
[Collection(Alone.Name)]
public sealed class A_flood_at_the_door(StreamingGateway gateway) : IClassFixture<StreamingGateway>, IAsyncLifetime
{
    private const string Sort = "/personalbudgets.library.v1.BooksService/SortBooks";
    private const long MostMegabytes = 64;

    private long _before;
    private int _begun;
    private int _ended;

    public async ValueTask InitializeAsync()
    {
        gateway.Library.Answer = (_, _) => Task.FromResult<object>(new Book { BookId = "b" });
        gateway.Serve(async (_, _, context) =>
        {
            Interlocked.Increment(ref _begun);
            using var end = context.CancellationToken.Register(() => Interlocked.Increment(ref _ended));
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        });
        await AssertHealthyAsync();
        _before = Used();
    }

    public async ValueTask DisposeAsync()
    {
        await AssertHealthyAsync();
        lock (gateway.Library.Calls)
            gateway.Library.Calls.Clear();
        for (var i = 0; i < 100 && (Volatile.Read(ref _ended) < Volatile.Read(ref _begun) || Used() - _before > MostMegabytes << 20); i++)
            await Task.Delay(100);
        Assert.Equal(_begun, _ended);
        Assert.InRange((Used() - _before) >> 20, long.MinValue, MostMegabytes);
    }

    [Fact]
    public async Task of_streams_that_are_reset_at_once_is_borne()
    {
        var head = Head("persona:resetting");
        for (var connection = 0; connection < 5; connection++)
        {
            await using var peer = await Peer.ConnectAsync("http://" + gateway.Grpc.Target);
            try
            {
                for (var stream = 1; stream < 4_000; stream += 2)
                    await peer.SendAsync(Frame.Headers(stream, head), Frame.Reset(stream, ErrorCode.Cancel));
            }
            catch (IOException)
            {
                // The server has had enough of this connection.
            }

            await AssertHealthyAsync();
        }
    }

    [Fact]
    public async Task of_streams_that_wait_is_borne()
    {
        var head = Head("persona:waiting");
        var peers = new List<Peer>();
        for (var i = 0; i < 10; i++)
        {
            var peer = await Peer.ConnectAsync("http://" + gateway.Grpc.Target);
            peers.Add(peer);
            for (var stream = 1; stream <= 201; stream += 2)
                await peer.SendAsync(Frame.Headers(stream, head));
            Assert.Equal(ErrorCode.RefusedStream, (await peer.AnswerAsync(201)).Reset);
        }

        for (var i = 0; i < 200 && Volatile.Read(ref _begun) < 1_000; i++)
            await Task.Delay(100);
        Assert.Equal(1_000, _begun);
        await AssertHealthyAsync();
        Assert.InRange((Used() - _before) >> 20, long.MinValue, 2 * MostMegabytes);

        foreach (var peer in peers)
            await peer.DisposeAsync();
    }

    private static long Used()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    // A client for each test: what one of them sends counts against the rate of another otherwise.
    private (string Name, string Value)[] Head(string subject) =>
    [
        (":method", "POST"), (":scheme", "http"), (":path", Sort), (":authority", "localhost"), ("content-type", "application/grpc"), ("te", "trailers"),
        ("authorization", "Bearer " + gateway.Token(subject: subject)),
    ];

    private async Task AssertHealthyAsync()
    {
        var headers = new Grpc.Core.Metadata { { "authorization", "Bearer " + gateway.Token(subject: "persona:other") } };
        Assert.Equal("b", (await gateway.Books.GetBookAsync(new GetBookRequest(), headers)).BookId);
    }
}
