using Grpc.Core;
using PersonalBudgets.Polyfills.Tests.Grpc.Hostile;
using PersonalBudgets.Polyfills.Tests.Interop;
using PersonalBudgets.Tests.Http2;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

/// <summary>What goes on beneath calls: the life of a connection.</summary>
public sealed class A_connection
{
    [Fact]
    public async Task is_kept_alive_by_pings()
    {
        await using var server = await EchoServer.StartAsync();
        await using var peer = await Peer.ConnectAsync(server.Address);

        await peer.SendAsync(Frame.Ping());

        Assert.Equal(Frame.Acknowledged, (await peer.ReadAsync(FrameType.Ping)).Flags);
    }

    [Fact]
    public async Task is_told_of_its_end_and_may_finish_what_has_begun()
    {
        await using var server = await EchoServer.StartAsync();
        var peer = await Peer.ConnectAsync(server.Address);
        await peer.SendAsync(Frame.Headers(1, RawCall.Head(RawCall.Duplex)), Frame.Data(1, RawCall.Empty));
        await peer.ReadAsync(FrameType.Data);

        var stopping = server.StopAsync();
        var away = await peer.ReadAsync(FrameType.GoAway);
        await peer.SendAsync(Frame.Data(1, RawCall.Empty, end: true));

        Assert.Equal(ErrorCode.NoError, away.ReadError());
        Assert.Equal("0", HeaderBlock.Decode((await peer.ReadAsync(FrameType.Headers)).Payload)["grpc-status"]);
        await peer.DisposeAsync();
        await stopping;
    }

    [Fact]
    public async Task is_joined_by_others_where_it_has_no_stream_left()
    {
        const int MoreThanOneCarries = 250;
        await using var server = await EchoServer.StartAsync();
        using var source = new CancellationTokenSource();

        var calls = Enumerable.Range(0, MoreThanOneCarries).Select(_ => server.Client.WaitAsync(new EchoMessage(), cancellationToken: source.Token)).ToList();
        for (var i = 0; i < MoreThanOneCarries; i++)
            await server.Waits.NextAsync();
        Assert.Equal("a", (await server.Client.UnaryAsync(new EchoMessage { Text = "a" })).Text);

        await source.CancelAsync();
        foreach (var call in calls)
            Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }
}
