using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Tests.Streams;
using PersonalBudgets.Library.V1;
using PersonalBudgets.Tests.Http2;
using Answer = PersonalBudgets.Tests.Http2.Answer;
using StatusDetails = PersonalBudgets.Gateway.Errors.StatusDetails;

namespace PersonalBudgets.Gateway.Tests.PassThrough;

/// <summary>What no proper client sends to the gRPC port. After each, the same connection must carry a proper call.</summary>
public sealed class Hostile_calls(StreamingGateway gateway) : IClassFixture<StreamingGateway>, IAsyncLifetime
{
    private const string Get = "/personalbudgets.library.v1.BooksService/GetBook";
    private const string Import = "/personalbudgets.library.v1.BooksService/ImportBooks";
    private const string Sort = "/personalbudgets.library.v1.BooksService/SortBooks";

    private static readonly byte[] Empty = new byte[5];

    private Peer _peer = null!;
    private int _stream = -1;

    public async ValueTask InitializeAsync()
    {
        gateway.Library.Answer = (_, _) => Task.FromResult<object>(new Book());
        gateway.Serve(async (requests, _, _) =>
        {
            var answer = new CountBooksResponse();
            while (await requests.MoveNext(default))
                answer.Count++;
            return answer;
        });
        _peer = await Peer.ConnectAsync("http://" + gateway.Grpc.Target);
    }

    public async ValueTask DisposeAsync()
    {
        var after = await CallAsync(Get, Empty);
        Assert.Equal((200, 0), (after.HttpStatus, after.GrpcStatus));
        await _peer.DisposeAsync();
    }

    [Theory]
    [InlineData(Get, "0000", StatusCode.Internal, "INTERNAL")] // half a header
    [InlineData(Get, "", StatusCode.Internal, "INTERNAL")] // no message
    [InlineData(Get, "00000000050A0161", StatusCode.Internal, "INTERNAL")] // a length longer than its message
    [InlineData(Get, "00000000000A0161", StatusCode.Internal, "INTERNAL")] // a length shorter than its message
    [InlineData(Get, "0000100001", StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE")] // a byte above the limit
    [InlineData(Get, "00FFFFFFFF", StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE")]
    [InlineData(Get, "0700000000", StatusCode.Internal, "INTERNAL")] // a flag that does not exist
    [InlineData(Get, "01000000020A00", StatusCode.Internal, "INTERNAL")] // packed, nobody says how
    [InlineData(Import, "0000", StatusCode.Internal, "INTERNAL")]
    [InlineData(Import, "000000000000000000050A", StatusCode.Internal, "INTERNAL")]
    [InlineData(Import, "00000000000000100001", StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE")] // after a proper one
    [InlineData(Import, "000000000000FFFFFFFF", StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE")]
    public async Task with_a_broken_message_are_told_why(string path, string hex, StatusCode code, string reason)
    {
        var answer = await CallAsync(path, Convert.FromHexString(hex));

        Assert.Equal((code, reason), ReasonOf(answer));
    }

    [Fact]
    public async Task in_an_unknown_encoding_are_told_the_known_ones()
    {
        var answer = await CallAsync(Get, [1, 0, 0, 0, 1, 0], ("grpc-encoding", "brotli"));

        Assert.Equal(StatusCode.Unimplemented, ReasonOf(answer).Code);
        Assert.Contains("gzip", answer.Headers["grpc-accept-encoding"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task that_unpack_to_no_end_are_refused()
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(new byte[8 * 1024 * 1024]);
        var bomb = packed.ToArray();

        var answer = await CallAsync(Get, [1, 0, 0, (byte)(bomb.Length >> 8), (byte)bomb.Length, .. bomb], ("grpc-encoding", "gzip"));

        // The official server knows no limit for what it unpacks, and calls it a failure of its handler that this is no message.
        Assert.Contains(ReasonOf(answer).Code, new[] { StatusCode.ResourceExhausted, StatusCode.Unknown });
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    public async Task of_another_content_type_are_an_unsupported_media_type(string contentType)
    {
        _stream += 2;
        await _peer.SendAsync(
            Frame.Headers(_stream, Head(Get).Where(h => h.Name != "content-type").Append(("content-type", contentType))), Frame.Data(_stream, Empty, end: true));

        Assert.Equal(415, (await _peer.AnswerAsync(_stream)).HttpStatus);
    }

    [Fact]
    public async Task with_GET_are_an_unsupported_media_type()
    {
        _stream += 2;
        await _peer.SendAsync(Frame.Headers(_stream, [(":method", "GET"), (":scheme", "http"), (":path", Get), (":authority", "localhost")], end: true));

        Assert.Equal(415, (await _peer.AnswerAsync(_stream)).HttpStatus);
    }

    [Fact]
    public async Task over_HTTP_1_1_are_a_bad_request()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", int.Parse(gateway.Grpc.Target.Split(':')[1]));
        await tcp.GetStream().WriteAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());

        var buffer = new byte[100];
        var count = await tcp.GetStream().ReadAsync(buffer);

        Assert.StartsWith("HTTP/1.1 400", Encoding.ASCII.GetString(buffer, 0, count), StringComparison.Ordinal);
    }

    [Fact]
    public async Task in_ten_thousand_empty_frames_arrive()
    {
        _stream += 2;
        await _peer.SendAsync(Frame.Headers(_stream, Head(Import)));
        for (var i = 0; i < 100; i++)
            await _peer.SendAsync([.. Enumerable.Repeat(Frame.Data(_stream, []), 100)]);
        await _peer.SendAsync(Frame.Data(_stream, [.. Empty, .. Empty, .. Empty], end: true));

        var answer = await _peer.AnswerAsync(_stream);

        Assert.Equal(3, CountBooksResponse.Parser.ParseFrom(answer.Body.AsSpan(5)).Count);
    }

    [Fact]
    public async Task that_stream_end_at_a_message_that_is_too_long_though_answers_have_come()
    {
        gateway.Serve(async (requests, write, _) =>
        {
            while (await requests.MoveNext(default))
                await write(new SortBooksResponse());
        });
        using var call = gateway.Books.SortBooks(new Metadata { { "authorization", "Bearer " + gateway.Token() } });
        await call.RequestStream.WriteAsync(new SortBooksRequest());
        Assert.True(await call.ResponseStream.MoveNext(default));
        await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(new SortBooksRequest { Title = new string('x', 1_050_000) }));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));

        Assert.Equal((StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE"), (refusal.StatusCode, Platform.Errors.StatusDetails.ReasonOf(refusal)));
    }

    [Fact]
    public async Task that_are_answered_before_they_are_whole_end_there()
    {
        gateway.Serve((_, _, _) => Task.FromResult<IMessage>(new CountBooksResponse { Count = 7 }));
        for (var i = 0; i < 20; i++)
        {
            _stream += 2;
            await _peer.SendAsync(Frame.Headers(_stream, Head(Import)), Frame.Data(_stream, Empty));

            var answer = await _peer.AnswerAsync(_stream);
            Assert.Equal(0, answer.GrpcStatus);
            await _peer.SendAsync(Frame.Data(_stream, Empty), Frame.Data(_stream, Empty, end: true));
        }
    }

    [Fact]
    public async Task that_nobody_reads_hold_the_service_back()
    {
        var written = 0L;
        var gone = new TaskCompletionSource();
        gateway.Serve(async (_, write, context) =>
        {
            context.CancellationToken.Register(gone.SetResult);
            var answer = new SortBooksResponse { Title = new string('z', 10_000) };
            while (true)
            {
                await write(answer);
                Interlocked.Increment(ref written);
            }
        });
        _stream += 2;
        await _peer.SendAsync(Frame.Headers(_stream, Head(Sort)), Frame.Data(_stream, Empty));

        // The windows between the three, and what the gateway holds, come to a few megabytes.
        Assert.InRange(await StreamingGateway.WhereItStandsAsync(() => Interlocked.Read(ref written)), 1, 2_000);
        await _peer.SendAsync(Frame.Reset(_stream, ErrorCode.Cancel));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await _peer.SendAsync(Frame.WindowUpdate(0, 1_000_000));
    }

    private async Task<Answer> CallAsync(string path, byte[] body, params (string Name, string Value)[] more)
    {
        _stream += 2;
        await _peer.SendAsync(Frame.Headers(_stream, [.. Head(path), .. more]), Frame.Data(_stream, body, end: true));
        return await _peer.AnswerAsync(_stream);
    }

    private (string Name, string Value)[] Head(string path) =>
    [
        (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"), ("content-type", "application/grpc"),
        ("authorization", "Bearer " + gateway.Token()),
    ];

    private static (StatusCode Code, string Reason) ReasonOf(Answer answer)
    {
        var code = (StatusCode)answer.GrpcStatus!.Value;
        var details = answer.Trailers.GetValueOrDefault(GrpcStatus.DetailsHeader) ?? answer.Headers[GrpcStatus.DetailsHeader];
        return (code, StatusDetails.Read(code, GrpcStatus.Binary(details)).Reason);
    }
}
