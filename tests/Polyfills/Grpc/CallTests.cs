using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Polyfills.Tests.Interop;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

public sealed class A_call : IAsyncLifetime
{
    private EchoServer _server = null!;

    private Echo.EchoClient Client => _server.Client;

    public async ValueTask InitializeAsync() => _server = await EchoServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task with_one_message_each_way_gives_back_what_it_got()
    {
        var answer = await Client.UnaryAsync(new EchoMessage { Text = "Grüße ☕", Count = -1 });

        Assert.Equal(new EchoMessage { Text = "Grüße ☕", Count = -1 }, answer);
    }

    [Fact]
    public void can_block_its_caller() => Assert.Equal("a", Client.Unary(new EchoMessage { Text = "a" }).Text);

    [Fact]
    public async Task carries_an_empty_message() => Assert.Equal(new EchoMessage(), await Client.UnaryAsync(new EchoMessage()));

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    [InlineData(4_000_000)]
    public async Task carries_large_messages(int size)
    {
        var payload = ByteString.CopyFrom(new byte[size]);

        var answer = await Client.UnaryAsync(new EchoMessage { Payload = payload });

        Assert.Equal(payload, answer.Payload);
    }

    [Fact]
    public async Task streams_from_the_server()
    {
        using var call = Client.ServerStream(new EchoMessage { Text = "s", Count = 1_000 });

        var counts = new List<int>();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
            counts.Add(message.Count);

        Assert.Equal(Enumerable.Range(1, 1_000), counts);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task streams_nothing_from_the_server()
    {
        using var call = Client.ServerStream(new EchoMessage());

        Assert.False(await call.ResponseStream.MoveNext());
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task streams_from_the_client()
    {
        using var call = Client.ClientStream();
        foreach (var text in new[] { "a", "b", "c" })
            await call.RequestStream.WriteAsync(new EchoMessage { Text = text });
        await call.RequestStream.CompleteAsync();

        Assert.Equal(new EchoMessage { Text = "abc", Count = 3 }, await call);
    }

    [Fact]
    public async Task streams_both_ways_message_by_message()
    {
        using var call = Client.Duplex();
        for (var i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new EchoMessage { Count = i });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(i, call.ResponseStream.Current.Count);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task carries_metadata_both_ways_in_text_and_bytes()
    {
        var sent = new Metadata { { "x-echo-text", "a" }, { "x-echo-text", "b" }, { "x-echo-bytes-bin", [0, 255, 7] } };
        using var call = Client.UnaryAsync(new EchoMessage(), sent);

        var headers = await call.ResponseHeadersAsync;
        await call;

        foreach (var received in new[] { headers, call.GetTrailers() })
        {
            // HTTP holds a header that is repeated and one with a list to be the same.
            Assert.Equal("a, b", string.Join(", ", received.GetAll("x-echo-text").Select(e => e.Value)));
            Assert.Equal([0, 255, 7], received.GetValueBytes("X-Echo-Bytes-Bin"));
            Assert.DoesNotContain(received, e => e.Key is "grpc-status" or "content-type");
        }
    }

    [Fact]
    public async Task is_refused_with_a_detail_in_any_script_and_with_status_details()
    {
        var call = Client.RefuseAsync(new EchoMessage { Count = (int)StatusCode.FailedPrecondition, Text = "50% \t\r\n Ü ☕ 漢" });

        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.Equal("50% \t\r\n Ü ☕ 漢", refusal.Status.Detail);
        var details = Google.Rpc.Status.Parser.ParseFrom(refusal.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal("suite.interop", details.Details.Single().Unpack<Google.Rpc.ErrorInfo>().Domain);
        Assert.Equal(refusal.StatusCode, call.GetStatus().StatusCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(16)]
    public async Task is_refused_with_the_code_that_the_server_chose(int code)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Client.RefuseAsync(new EchoMessage { Count = code }).ResponseAsync);

        Assert.Equal((StatusCode)code, refusal.StatusCode);
    }

    [Fact]
    public async Task of_a_method_that_nobody_implements_is_unimplemented()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Client.MissingAsync(new EchoMessage()).ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode);
    }

    [Theory]
    [InlineData("suite.interop.v1.Echo", "Unheard")]
    [InlineData("suite.interop.v1.Unheard", "Unary")]
    public async Task of_an_unknown_name_is_unimplemented(string service, string name)
    {
        var marshaller = Marshallers.Create(m => m.ToByteArray(), EchoMessage.Parser.ParseFrom);
        var unheard = new Method<EchoMessage, EchoMessage>(MethodType.Unary, service, name, marshaller, marshaller);
        var call = _server.Channel.CreateCallInvoker().AsyncUnaryCall(unheard, null, new CallOptions(), new EchoMessage());

        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode);
    }

    [Fact]
    public async Task ends_at_its_deadline_on_both_sides()
    {
        var clock = Stopwatch.StartNew();
        var call = Client.WaitAsync(new EchoMessage(), deadline: DateTime.UtcNow.AddMilliseconds(300));
        var seen = await _server.Waits.NextAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, refusal.StatusCode);
        Assert.InRange(clock.ElapsedMilliseconds, 250, 20_000);
        await WaitList.FiresAsync(seen);
    }

    [Fact]
    public async Task with_a_deadline_in_the_past_never_leaves()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(
            () => Client.UnaryAsync(new EchoMessage(), deadline: DateTime.UtcNow.AddSeconds(-1)).ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, refusal.StatusCode);
    }

    [Fact]
    public async Task is_cancelled_at_the_server_when_the_client_cancels()
    {
        using var source = new CancellationTokenSource();
        var call = Client.WaitAsync(new EchoMessage(), cancellationToken: source.Token);
        var seen = await _server.Waits.NextAsync();

        await source.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        await WaitList.FiresAsync(seen);
    }

    [Fact]
    public async Task is_cancelled_at_the_server_when_the_client_disposes_of_it()
    {
        var call = Client.WaitAsync(new EchoMessage());
        var seen = await _server.Waits.NextAsync();

        call.Dispose();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        await WaitList.FiresAsync(seen);
    }

    [Fact]
    public async Task can_be_left_in_the_middle_of_a_stream()
    {
        using var source = new CancellationTokenSource();
        using var call = Client.ServerStream(new EchoMessage { Count = int.MaxValue, Payload = ByteString.CopyFrom(new byte[10_000]) }, cancellationToken: source.Token);
        Assert.True(await call.ResponseStream.MoveNext());

        await source.CancelAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
            }
        });
        Assert.Equal(StatusCode.Cancelled, refusal.StatusCode);
    }

    [Fact]
    public async Task among_many_at_once_ends_in_its_own_way()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 600), new ParallelOptions { MaxDegreeOfParallelism = 60 }, async (i, stop) =>
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
            switch (i % 4)
            {
                case 0:
                    Assert.Equal(i, (await Client.UnaryAsync(new EchoMessage { Count = i }, deadline: DateTime.UtcNow.AddSeconds(30), cancellationToken: stop)).Count);
                    break;
                case 1:
                    var late = Client.WaitAsync(new EchoMessage(), deadline: DateTime.UtcNow.AddMilliseconds(i % 20), cancellationToken: stop);
                    Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => late.ResponseAsync)).StatusCode);
                    break;
                case 2:
                    var cancelled = Client.WaitAsync(new EchoMessage(), cancellationToken: source.Token);
                    source.CancelAfter(i % 20);
                    Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => cancelled.ResponseAsync)).StatusCode);
                    break;
                default:
                    using (var left = Client.ServerStream(new EchoMessage { Count = 1_000 }, cancellationToken: stop))
                        for (var read = 0; read < i % 10; read++)
                            Assert.True(await left.ResponseStream.MoveNext(stop));
                    break;
            }
        });

        Assert.Equal("still there", (await Client.UnaryAsync(new EchoMessage { Text = "still there" })).Text);
    }

    [Fact]
    public async Task that_is_larger_than_its_channel_sends_never_arrives()
    {
        using var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress(_server.Address, new() { MaxSendMessageSize = 100 });
        var client = new Echo.EchoClient(channel);
        var large = new EchoMessage { Text = new string('a', 200) };

        var unary = await Assert.ThrowsAsync<RpcException>(() => client.UnaryAsync(large).ResponseAsync);
        using var stream = client.ClientStream();
        await stream.RequestStream.WriteAsync(new EchoMessage { Text = "small" });
        var streamed = await Assert.ThrowsAsync<RpcException>(() => stream.RequestStream.WriteAsync(large));

        Assert.Equal((StatusCode.ResourceExhausted, StatusCode.ResourceExhausted), (unary.StatusCode, streamed.StatusCode));
        Assert.Equal("small", (await client.UnaryAsync(new EchoMessage { Text = "small" })).Text);
    }

    [Fact]
    public async Task to_a_port_where_nobody_listens_is_unavailable()
    {
        using var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress("http://127.0.0.1:1");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => new Echo.EchoClient(channel).UnaryAsync(new EchoMessage()).ResponseAsync);

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
    }

    [Fact]
    public async Task that_is_not_over_has_no_status_yet()
    {
        using var call = Client.WaitAsync(new EchoMessage());

        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
        await _server.Waits.NextAsync();
    }
}
