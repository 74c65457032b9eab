using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Polyfills.Tests.Interop;
using PersonalBudgets.Tests.Http2;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Hostile;

/// <summary>Messages of a stream are not kept, so one that was refused is sent again only while none has gone. The official client goes on writing to the stream that is no more.</summary>
public sealed class A_stream_of_the_client_that_was_refused
{
    private static DateTime Soon => DateTime.UtcNow.AddSeconds(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task is_sent_again_before_its_first_message(bool duplex)
    {
        await using var server = new ScriptedServer(async (peer, _) =>
        {
            await peer.SendAsync(Frame.Reset(await peer.NextCallAsync(), ErrorCode.RefusedStream));
            var stream = await peer.NextCallAsync();
            await peer.SendAsync(Frame.Headers(stream, ServerScript.Head));
            await peer.ReadAsync(FrameType.Data);
            await peer.SendAsync(Frame.Data(stream, ServerScript.Message), ServerScript.Trailers(stream, 0));
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Echo.EchoClient(channel);

        if (duplex)
        {
            using var call = client.Duplex(deadline: Soon);
            await call.ResponseHeadersAsync;
            await call.RequestStream.WriteAsync(new EchoMessage());
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(ServerScript.Hello, call.ResponseStream.Current);
        }
        else
        {
            using var call = client.ClientStream(deadline: Soon);
            await call.ResponseHeadersAsync;
            await call.RequestStream.WriteAsync(new EchoMessage());
            Assert.Equal(ServerScript.Hello, await call);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task is_unavailable_after_it(bool duplex)
    {
        await using var server = new ScriptedServer(async (peer, _) =>
        {
            while (true)
                await peer.SendAsync(Frame.Reset((await peer.ReadAsync(FrameType.Data)).Stream, ErrorCode.RefusedStream));
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Echo.EchoClient(channel);

        // Whether the write itself hears of the refusal is a matter of which is first.
        RpcException refusal;
        if (duplex)
        {
            using var call = client.Duplex(deadline: Soon);
            await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(new EchoMessage()));
            refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        }
        else
        {
            using var call = client.ClientStream(deadline: Soon);
            await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(new EchoMessage()));
            refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
            Assert.Equal(refusal.StatusCode, (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new EchoMessage()))).StatusCode);
        }

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
    }
}
