using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Polyfills.Tests.Interop;
using PersonalBudgets.Tests.Http2;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Hostile;

/// <summary>A server may say of a call that it never looked at it: such a call is sent again, any other is not.</summary>
public sealed class A_call_that_never_left
{
    private int _seen;

    private static DateTime Soon => DateTime.UtcNow.AddSeconds(10);

    [Theory]
    [InlineData("the stream is refused")]
    [InlineData("the connection goes away")]
    public async Task is_sent_again(string way)
    {
        await using var server = Refusing(way);
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Echo.EchoClient(channel);

        Assert.Equal(ServerScript.Hello, await client.UnaryAsync(new EchoMessage(), deadline: Soon));
        using var streamed = client.ServerStream(new EchoMessage(), deadline: Soon);
        Assert.True(await streamed.ResponseStream.MoveNext());
        Assert.False(await streamed.ResponseStream.MoveNext());
        Assert.Equal(4, _seen);
    }

    // The rest of its message waits for the server's window while the stream is refused.
    [Fact]
    public async Task is_sent_again_though_half_of_its_message_had_gone()
    {
        await using var server = new ScriptedServer(async (peer, _) =>
        {
            var first = (await peer.ReadAsync(FrameType.Data)).Stream;
            await peer.SendAsync(Frame.Reset(first, ErrorCode.RefusedStream), Frame.WindowUpdate(0, 1_000_000));
            await peer.SendAsync(Frame.WindowUpdate(await peer.NextCallAsync(), 1_000_000));
            await peer.ServeAsync();
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        using var call = new Echo.EchoClient(channel).UnaryAsync(new EchoMessage { Text = new string('a', 300_000) }, deadline: Soon);

        Assert.Equal(ServerScript.Hello, await call);
    }

    [Fact]
    public async Task does_not_disturb_one_before_it_that_did()
    {
        await using var server = new ScriptedServer(async (peer, number) =>
        {
            if (number > 1)
            {
                await peer.ServeAsync();
                return;
            }

            var first = await peer.NextCallAsync();
            await peer.NextCallAsync();
            await peer.SendAsync(Frame.GoAway(first, ErrorCode.NoError));
            await peer.SendAsync(ServerScript.Answer(first));
            while (await peer.ReadAsync() is not null)
            {
            }
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Echo.EchoClient(channel);

        var both = new[] { client.UnaryAsync(new EchoMessage(), deadline: Soon), client.UnaryAsync(new EchoMessage(), deadline: Soon) };

        foreach (var call in both)
            Assert.Equal(ServerScript.Hello, await call);
    }

    [Fact]
    public async Task is_not_sent_again_for_ever()
    {
        await using var server = new ScriptedServer(async (peer, _) =>
        {
            while (await peer.ReadAsync(FrameType.Headers) is { } call)
            {
                Interlocked.Increment(ref _seen);
                await peer.SendAsync(Frame.Reset(call.Stream, ErrorCode.RefusedStream));
            }
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => new Echo.EchoClient(channel).UnaryAsync(new EchoMessage(), deadline: Soon).ResponseAsync);

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.InRange(_seen, 2, 10);
    }

    [Theory]
    [InlineData(ErrorCode.InternalError, StatusCode.Internal)]
    [InlineData(ErrorCode.Cancel, StatusCode.Cancelled)]
    [InlineData(ErrorCode.EnhanceYourCalm, StatusCode.ResourceExhausted)]
    [InlineData(ErrorCode.InadequateSecurity, StatusCode.PermissionDenied)]
    public async Task is_told_apart_from_one_that_was_looked_at_and_reset(ErrorCode code, StatusCode expected)
    {
        await using var server = new ScriptedServer(async (peer, _) =>
        {
            while (await peer.ReadAsync(FrameType.Headers) is { } call)
            {
                Interlocked.Increment(ref _seen);
                await peer.SendAsync(Frame.Reset(call.Stream, code));
            }
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => new Echo.EchoClient(channel).UnaryAsync(new EchoMessage(), deadline: Soon).ResponseAsync);

        Assert.Equal((expected, 1), (refusal.StatusCode, _seen));
    }

    [Fact]
    public async Task is_told_apart_from_one_whose_connection_broke()
    {
        await using var server = new ScriptedServer(async (peer, _) =>
        {
            await peer.NextCallAsync();
            Interlocked.Increment(ref _seen);
            await peer.DisposeAsync();
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => new Echo.EchoClient(channel).UnaryAsync(new EchoMessage(), deadline: Soon).ResponseAsync);

        Assert.Equal((StatusCode.Unavailable, 1), (refusal.StatusCode, _seen));
    }

    [Fact]
    public async Task for_nobody_listened_is_unavailable_until_somebody_does()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        var client = new Echo.EchoClient(channel);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => client.UnaryAsync(new EchoMessage(), deadline: Soon).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);

        await using var server = new ScriptedServer((peer, _) => peer.ServeAsync(), port);
        RpcException? still = refusal;
        while (still is not null)
        {
            Assert.Equal(StatusCode.Unavailable, still.StatusCode);
            using var call = client.UnaryAsync(new EchoMessage(), deadline: Soon);
            still = await Record.ExceptionAsync(() => call.ResponseAsync) as RpcException;
        }
    }

    /// <summary>Refuses the first attempt of each call, and answers the second.</summary>
    private ScriptedServer Refusing(string way) => new(async (peer, _) =>
    {
        while (true)
        {
            var stream = await peer.NextCallAsync();
            if (Interlocked.Increment(ref _seen) % 2 == 0)
                await peer.SendAsync(ServerScript.Answer(stream));
            else if (way == "the stream is refused")
                await peer.SendAsync(Frame.Reset(stream, ErrorCode.RefusedStream));
            else
                await peer.SendAsync(Frame.GoAway(lastStream: Math.Max(0, stream - 2), ErrorCode.NoError));
        }
    });
}
