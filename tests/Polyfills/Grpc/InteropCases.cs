using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Polyfills.Tests.Interop;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

/// <summary>The public interop cases of gRPC, over echo.proto, as our client plays them. Those of the other languages have the same names.</summary>
public static class InteropCases
{
    private const string Special = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001F608\t\n";

    public static readonly IReadOnlyDictionary<string, Func<GrpcChannel, Task>> All = new Dictionary<string, Func<GrpcChannel, Task>>
    {
        ["empty_unary"] = async channel => Assert.Equal(new EchoMessage(), await Client(channel).UnaryAsync(new EchoMessage(), deadline: Soon)),
        ["large_unary"] = async channel =>
        {
            var request = new EchoMessage { Payload = ByteString.CopyFrom(new byte[3_000_000]) };
            Assert.Equal(request, await Client(channel).UnaryAsync(request, deadline: Soon));
        },
        ["client_streaming"] = async channel =>
        {
            using var call = Client(channel).ClientStream(deadline: Soon);
            foreach (var text in new[] { "a", "b", "c" })
                await call.RequestStream.WriteAsync(new EchoMessage { Text = text });
            await call.RequestStream.CompleteAsync();
            Assert.Equal(new EchoMessage { Text = "abc", Count = 3 }, await call);
        },
        ["server_streaming"] = async channel =>
        {
            using var call = Client(channel).ServerStream(new EchoMessage { Count = 100, Payload = ByteString.CopyFrom(new byte[5_000]) }, deadline: Soon);
            Assert.Equal(Enumerable.Range(1, 100), (await ReadAsync(call.ResponseStream)).Select(m => m.Count));
        },
        ["ping_pong"] = async channel =>
        {
            using var call = Client(channel).Duplex(deadline: Soon);
            for (var i = 1; i <= 20; i++)
            {
                await call.RequestStream.WriteAsync(new EchoMessage { Count = i });
                Assert.True(await call.ResponseStream.MoveNext());
                Assert.Equal(i, call.ResponseStream.Current.Count);
            }

            await call.RequestStream.CompleteAsync();
            Assert.False(await call.ResponseStream.MoveNext());
        },
        ["empty_stream"] = async channel =>
        {
            using var call = Client(channel).Duplex(deadline: Soon);
            await call.RequestStream.CompleteAsync();
            Assert.Empty(await ReadAsync(call.ResponseStream));
        },
        ["status_code_and_message"] = async channel =>
        {
            var refusal = await Refused(StatusCode.FailedPrecondition, Client(channel).RefuseAsync(new EchoMessage { Count = 9, Text = "a broken rule" }, deadline: Soon));
            Assert.Equal("a broken rule", refusal.Status.Detail);
            var details = Google.Rpc.Status.Parser.ParseFrom(refusal.Trailers.GetValueBytes("grpc-status-details-bin"));
            Assert.Equal((9, "a broken rule"), (details.Code, details.Message));
        },
        ["special_status_message"] = async channel =>
            Assert.Equal(Special, (await Refused(StatusCode.Unknown, Client(channel).RefuseAsync(new EchoMessage { Count = 2, Text = Special }, deadline: Soon))).Status.Detail),
        ["timeout_on_sleeping_server"] = async channel =>
            await Refused(StatusCode.DeadlineExceeded, Client(channel).WaitAsync(new EchoMessage(), deadline: DateTime.UtcNow.AddMilliseconds(200))),
        ["cancel_after_begin"] = async channel =>
        {
            using var source = new CancellationTokenSource();
            using var call = Client(channel).ClientStream(cancellationToken: source.Token);
            await source.CancelAsync();
            await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
            Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        },
        ["cancel_after_first_response"] = async channel =>
        {
            using var source = new CancellationTokenSource();
            using var call = Client(channel).ServerStream(
                new EchoMessage { Count = 1_000_000, Payload = ByteString.CopyFrom(new byte[1_000]) }, cancellationToken: source.Token);
            Assert.True(await call.ResponseStream.MoveNext());
            await source.CancelAsync();
            var refusal = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(call.ResponseStream));
            Assert.Equal(StatusCode.Cancelled, refusal.StatusCode);
        },
        ["unimplemented_method"] = async channel => await Refused(StatusCode.Unimplemented, Client(channel).MissingAsync(new EchoMessage(), deadline: Soon)),
        ["unimplemented_service"] = async channel =>
        {
            var marshaller = Marshallers.Create(m => m.ToByteArray(), EchoMessage.Parser.ParseFrom);
            var unheard = new Method<EchoMessage, EchoMessage>(MethodType.Unary, "suite.interop.v1.Unheard", "Unary", marshaller, marshaller);
            await Refused(StatusCode.Unimplemented, channel.CreateCallInvoker().AsyncUnaryCall(unheard, null, new CallOptions(deadline: Soon), new EchoMessage()));
        },
        ["custom_metadata"] = async channel =>
        {
            var sent = new Metadata { { "x-echo-initial", "test_initial_metadata_value" }, { "x-echo-trailing-bin", [0xab, 0xab, 0xab, 0] } };
            using var call = Client(channel).UnaryAsync(new EchoMessage { Text = "a" }, sent, Soon);
            await call;
            foreach (var received in new[] { await call.ResponseHeadersAsync, call.GetTrailers() })
            {
                Assert.Equal("test_initial_metadata_value", received.GetValue("x-echo-initial"));
                Assert.Equal([0xab, 0xab, 0xab, 0], received.GetValueBytes("x-echo-trailing-bin"));
            }
        },
        ["compressed_both_ways"] = async channel =>
        {
            var request = new EchoMessage { Text = new string('a', 10_000) };
            Assert.Equal(request, await Client(channel).UnaryAsync(request, new Metadata { { "grpc-internal-encoding-request", "gzip" } }, Soon));
        },
        ["too_large_is_refused"] = async channel =>
            await Refused(StatusCode.ResourceExhausted, Client(channel).UnaryAsync(new EchoMessage { Payload = ByteString.CopyFrom(new byte[5 << 20]) }, deadline: Soon)),
    };

    private static DateTime Soon => DateTime.UtcNow.AddSeconds(5);

    private static Echo.EchoClient Client(GrpcChannel channel) => new(channel);

    private static async Task<RpcException> Refused<T>(StatusCode expected, AsyncUnaryCall<T> call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.True(expected == refusal.StatusCode, refusal.ToString());
        return refusal;
    }

    private static async Task<List<EchoMessage>> ReadAsync(IAsyncStreamReader<EchoMessage> stream)
    {
        var messages = new List<EchoMessage>();
        await foreach (var message in stream.ReadAllAsync())
            messages.Add(message);
        return messages;
    }
}
