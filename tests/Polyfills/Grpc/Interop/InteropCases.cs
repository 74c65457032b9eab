using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Interop;

/// <summary>
/// The published interop cases of gRPC (doc/interop-test-descriptions.md), as our client plays them, and a few of our own below them. Those of the
/// other languages have the same names.
/// </summary>
public static class InteropCases
{
    private const string Special = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001F608\t\n";
    private const string Initial = "x-grpc-test-echo-initial";
    private const string Trailing = "x-grpc-test-echo-trailing-bin";

    public static readonly IReadOnlyDictionary<string, Func<GrpcChannel, Task>> All = new Dictionary<string, Func<GrpcChannel, Task>>
    {
        ["empty_unary"] = async channel => Assert.Equal(new Empty(), await Client(channel).EmptyCallAsync(new Empty(), deadline: Soon)),
        ["large_unary"] = async channel => Assert.Equal(314_159, (await Client(channel).UnaryCallAsync(Large(), deadline: Soon)).Payload.Body.Length),
        ["client_streaming"] = async channel =>
        {
            using var call = Client(channel).StreamingInputCall(deadline: Soon);
            foreach (var size in new[] { 27_182, 8, 1_828, 45_904 })
                await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(size) });
            await call.RequestStream.CompleteAsync();
            Assert.Equal(74_922, (await call).AggregatedPayloadSize);
        },
        ["server_streaming"] = async channel =>
        {
            using var call = Client(channel).StreamingOutputCall(Asking(31_415, 9, 2_653, 58_979), deadline: Soon);
            Assert.Equal([31_415, 9, 2_653, 58_979], await SizesAsync(call.ResponseStream));
        },
        ["ping_pong"] = async channel =>
        {
            using var call = Client(channel).FullDuplexCall(deadline: Soon);
            foreach (var (sent, wanted) in new[] { (27_182, 31_415), (8, 9), (1_828, 2_653), (45_904, 58_979) })
            {
                await call.RequestStream.WriteAsync(new StreamingOutputCallRequest(Asking(wanted)) { Payload = Zeros(sent) });
                Assert.True(await call.ResponseStream.MoveNext());
                Assert.Equal(wanted, call.ResponseStream.Current.Payload.Body.Length);
            }

            await call.RequestStream.CompleteAsync();
            Assert.False(await call.ResponseStream.MoveNext());
        },
        ["empty_stream"] = async channel =>
        {
            using var call = Client(channel).FullDuplexCall(deadline: Soon);
            await call.RequestStream.CompleteAsync();
            Assert.Empty(await SizesAsync(call.ResponseStream));
        },
        ["status_code_and_message"] = async channel =>
        {
            var wanted = new EchoStatus { Code = 2, Message = "test status message" };
            Assert.Equal(wanted.Message, (await RefusedAsync(StatusCode.Unknown, Client(channel).UnaryCallAsync(new SimpleRequest { ResponseStatus = wanted }, deadline: Soon))).Status.Detail);
            using var call = Client(channel).FullDuplexCall(deadline: Soon);
            await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = wanted });
            await call.RequestStream.CompleteAsync();
            var refusal = await Assert.ThrowsAsync<RpcException>(() => SizesAsync(call.ResponseStream));
            Assert.Equal((StatusCode.Unknown, wanted.Message), (refusal.StatusCode, refusal.Status.Detail));
        },
        ["special_status_message"] = async channel =>
        {
            var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = 2, Message = Special } };
            Assert.Equal(Special, (await RefusedAsync(StatusCode.Unknown, Client(channel).UnaryCallAsync(request, deadline: Soon))).Status.Detail);
        },
        ["timeout_on_sleeping_server"] = async channel =>
        {
            using var call = Client(channel).FullDuplexCall(deadline: DateTime.UtcNow.AddMilliseconds(1));
            // The time may be up before or after this goes.
            await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(new StreamingOutputCallRequest { Payload = Zeros(27_182) }));
            Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        },
        ["cancel_after_begin"] = async channel =>
        {
            using var source = new CancellationTokenSource();
            using var call = Client(channel).StreamingInputCall(cancellationToken: source.Token);
            await source.CancelAsync();
            await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
            Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        },
        ["cancel_after_first_response"] = async channel =>
        {
            using var source = new CancellationTokenSource();
            using var call = Client(channel).FullDuplexCall(cancellationToken: source.Token);
            await call.RequestStream.WriteAsync(new StreamingOutputCallRequest(Asking(31_415)) { Payload = Zeros(27_182) });
            Assert.True(await call.ResponseStream.MoveNext());
            await source.CancelAsync();
            Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        },
        ["unimplemented_method"] = async channel => await RefusedAsync(StatusCode.Unimplemented, Client(channel).UnimplementedCallAsync(new Empty(), deadline: Soon)),
        ["unimplemented_service"] = async channel => await RefusedAsync(StatusCode.Unimplemented, new UnimplementedService.UnimplementedServiceClient(channel).UnimplementedCallAsync(new Empty(), deadline: Soon)),
        ["custom_metadata"] = async channel =>
        {
            var sent = new Metadata { { Initial, "test_initial_metadata_value" }, { Trailing, [0xab, 0xab, 0xab] } };
            using var unary = Client(channel).UnaryCallAsync(Large(), sent, Soon);
            await unary;
            using var duplex = Client(channel).FullDuplexCall(sent, Soon);
            await duplex.RequestStream.WriteAsync(new StreamingOutputCallRequest(Asking(31_415)) { Payload = Zeros(27_182) });
            await duplex.RequestStream.CompleteAsync();
            await SizesAsync(duplex.ResponseStream);
            foreach (var (headers, trailers) in new[] { (await unary.ResponseHeadersAsync, unary.GetTrailers()), (await duplex.ResponseHeadersAsync, duplex.GetTrailers()) })
            {
                Assert.Equal("test_initial_metadata_value", headers.GetValue(Initial));
                Assert.Equal([0xab, 0xab, 0xab], trailers.GetValueBytes(Trailing));
            }
        },
        ["client_compressed_unary"] = async channel =>
        {
            foreach (var packed in new[] { true, false })
            {
                var request = new SimpleRequest(Large()) { ExpectCompressed = new BoolValue { Value = packed } };
                Assert.Equal(314_159, (await Client(channel).UnaryCallAsync(request, Packing(packed), Soon)).Payload.Body.Length);
            }
        },
        ["client_compressed_streaming"] = async channel =>
        {
            using var call = Client(channel).StreamingInputCall(Packing(true), Soon);
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(27_182), ExpectCompressed = new BoolValue { Value = true } });
            call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(45_904), ExpectCompressed = new BoolValue() });
            await call.RequestStream.CompleteAsync();
            Assert.Equal(73_086, (await call).AggregatedPayloadSize);
        },
        ["server_compressed_unary"] = async channel =>
        {
            foreach (var packed in new[] { true, false })
            {
                var request = new SimpleRequest(Large()) { ResponseCompressed = new BoolValue { Value = packed } };
                Assert.Equal(314_159, (await Client(channel).UnaryCallAsync(request, deadline: Soon)).Payload.Body.Length);
            }
        },
        ["server_compressed_streaming"] = async channel =>
        {
            var request = Asking(31_415, 92_653);
            request.ResponseParameters[0].Compressed = new BoolValue { Value = true };
            request.ResponseParameters[1].Compressed = new BoolValue();
            using var call = Client(channel).StreamingOutputCall(request, deadline: Soon);
            Assert.Equal([31_415, 92_653], await SizesAsync(call.ResponseStream));
        },
        ["status_with_details"] = async channel =>
        {
            var details = new Google.Rpc.Status { Code = 9, Message = "a broken rule" }.ToByteArray();
            var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = 9, Message = "a broken rule" } };
            var refusal = await RefusedAsync(StatusCode.FailedPrecondition, Client(channel).UnaryCallAsync(request, new Metadata { { Trailing, details } }, Soon));
            Assert.Equal(details, refusal.Trailers.GetValueBytes(Trailing));
        },
        ["too_large_is_refused"] = async channel =>
            await RefusedAsync(StatusCode.ResourceExhausted, Client(channel).UnaryCallAsync(new SimpleRequest { Payload = Zeros(5 << 20) }, deadline: Soon)),
        ["too_large_an_answer_is_refused"] = async channel =>
        {
            var request = new SimpleRequest { ResponseSize = 5 << 20, ResponseCompressed = new BoolValue() };
            await RefusedAsync(StatusCode.ResourceExhausted, Client(channel).UnaryCallAsync(request, deadline: Soon));
        },
    };

    private static DateTime Soon => DateTime.UtcNow.AddSeconds(20);

    private static TestService.TestServiceClient Client(GrpcChannel channel) => new(channel);

    private static SimpleRequest Large() => new() { ResponseSize = 314_159, Payload = Zeros(271_828) };

    private static StreamingOutputCallRequest Asking(params int[] sizes) => new() { ResponseParameters = { sizes.Select(size => new ResponseParameters { Size = size }) } };

    private static Metadata Packing(bool packed) => new() { { "grpc-internal-encoding-request", packed ? "gzip" : "identity" } };

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };

    private static async Task<RpcException> RefusedAsync<T>(StatusCode expected, AsyncUnaryCall<T> call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.True(expected == refusal.StatusCode, refusal.ToString());
        return refusal;
    }

    private static async Task<List<int>> SizesAsync(IAsyncStreamReader<StreamingOutputCallResponse> stream)
    {
        var sizes = new List<int>();
        await foreach (var message in stream.ReadAllAsync())
            sizes.Add(message.Payload.Body.Length);
        return sizes;
    }
}
