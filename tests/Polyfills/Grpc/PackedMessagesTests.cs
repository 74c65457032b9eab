using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using PersonalBudgets.Polyfills.Tests.Grpc.Hostile;
using PersonalBudgets.Polyfills.Tests.Grpc.Interop;
using PersonalBudgets.Polyfills.Tests.Interop;
using PersonalBudgets.Tests.Http2;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

/// <summary>The flag and the headers that no client shows, read off the wire.</summary>
public sealed class A_packed_message
{
    private static readonly EchoMessage Long = new() { Text = new string('a', 10_000) };

    [Fact]
    public async Task of_the_server_says_so_each_for_itself()
    {
        await using var server = await EchoServer.StartAsync(map: app => app.MapGrpcService<InteropService>());
        await using var peer = await Peer.ConnectAsync(server.Address);
        var request = new StreamingOutputCallRequest();
        foreach (var packed in new[] { true, false, true })
            request.ResponseParameters.Add(new ResponseParameters { Size = 1_000, Compressed = new BoolValue { Value = packed } });

        var answer = await peer.CallAsync(1, "/grpc.testing.TestService/StreamingOutputCall", RawCall.Message(request.ToByteArray()), ("grpc-accept-encoding", "gzip"));

        Assert.Equal("gzip", answer.Headers["grpc-encoding"]);
        Assert.DoesNotContain("grpc-internal-encoding-request", answer.Headers.Keys);
        Assert.Equal([1, 0, 1], Flags(answer.Body));
    }

    [Theory]
    [InlineData("identity,gzip", true)]
    [InlineData(" deflate , gzip ", true)]
    [InlineData("identity,deflate", false)]
    [InlineData("gzip2", false)]
    public async Task of_the_server_is_only_for_callers_that_accept_it(string accepted, bool expected)
    {
        await using var server = await EchoServer.StartAsync(grpc => grpc.ResponseCompressionAlgorithm = "gzip");
        await using var peer = await Peer.ConnectAsync(server.Address);

        var answer = await peer.CallAsync(1, RawCall.Unary, RawCall.Message(Long.ToByteArray()), ("grpc-accept-encoding", accepted));

        Assert.Equal(expected, answer.Headers.ContainsKey("grpc-encoding"));
        Assert.Equal([expected ? (byte)1 : (byte)0], Flags(answer.Body));
    }

    [Fact]
    public async Task of_the_client_says_so_each_for_itself()
    {
        var sent = new TaskCompletionSource<(IReadOnlyDictionary<string, string> Headers, byte[] Body)>();
        await using var server = new ScriptedServer(async (peer, _) =>
        {
            var head = await peer.ReadAsync(FrameType.Headers);
            var body = new List<byte>();
            while (await peer.ReadAsync(FrameType.Data) is { EndsStream: false } data)
                body.AddRange(data.Payload);
            sent.SetResult((HeaderBlock.Decode(head.Payload), [.. body]));
            await peer.SendAsync(ServerScript.Answer(head.Stream));
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        using var call = new Echo.EchoClient(channel).ClientStream(new Metadata { { "grpc-internal-encoding-request", "gzip" } }, DateTime.UtcNow.AddSeconds(20));
        await call.RequestStream.WriteAsync(Long);
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(Long);
        call.RequestStream.WriteOptions = null;
        await call.RequestStream.WriteAsync(Long);
        await call.RequestStream.CompleteAsync();
        await call;

        var (headers, messages) = await sent.Task;
        Assert.Equal("gzip", headers["grpc-encoding"]);
        Assert.Contains("gzip", headers["grpc-accept-encoding"], StringComparison.Ordinal);
        Assert.DoesNotContain("grpc-internal-encoding-request", headers.Keys);
        Assert.Equal([1, 0, 1], Flags(messages));
    }

    [Fact]
    public async Task of_the_server_may_come_between_plain_ones()
    {
        var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Long.ToByteArray());
        await using var server = new ScriptedServer(async (peer, _) =>
        {
            var stream = await peer.NextCallAsync();
            await peer.SendAsync(
                Frame.Headers(stream, [.. ServerScript.Head, ("grpc-encoding", "gzip")]), Frame.Data(stream, ServerScript.Message),
                Frame.Data(stream, RawCall.Message(packed.ToArray(), 1)), Frame.Data(stream, ServerScript.Message), ServerScript.Trailers(stream, 0));
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new Echo.EchoClient(channel).ServerStream(new EchoMessage(), deadline: DateTime.UtcNow.AddSeconds(20));

        var received = new List<EchoMessage>();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
            received.Add(message);

        Assert.Equal([ServerScript.Hello, Long, ServerScript.Hello], received);
    }

    private static List<byte> Flags(byte[] messages)
    {
        var flags = new List<byte>();
        for (var at = 0; at < messages.Length; at += 5 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(messages.AsSpan(at + 1)))
            flags.Add(messages[at]);
        return flags;
    }
}
