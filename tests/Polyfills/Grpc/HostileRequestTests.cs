using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PersonalBudgets.Polyfills.Tests.Interop;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

/// <summary>What no proper client sends. After each, the server must answer a proper call.</summary>
public sealed class A_hostile_request : IAsyncLifetime
{
    private const string Unary = "/suite.interop.v1.Echo/Unary";
    private static readonly byte[] Proper = Frame(new EchoMessage { Text = "a" }.ToByteArray());

    private readonly HttpClient _http = new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    private EchoServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await EchoServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        Assert.Equal("still there", (await _server.Client.UnaryAsync(new EchoMessage { Text = "still there" })).Text);
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task is_told_apart_from_a_proper_one()
    {
        using var response = await SendAsync(Unary, Proper);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/grpc", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
        Assert.Equal(Proper, await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData(null)]
    public async Task of_another_content_type_is_an_unsupported_media_type(string? contentType)
    {
        using var response = await SendAsync(Unary, Proper, contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    public async Task is_not_one_that_only_says_more_about_its_type(string contentType)
    {
        using var response = await SendAsync(Unary, Proper, contentType);

        Assert.Equal(StatusCode.OK, StatusOf(response));
    }

    [Fact]
    public async Task with_another_method_than_POST_is_not_found()
    {
        using var response = await _http.GetAsync(_server.Address + Unary);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task over_HTTP_1_1_must_upgrade()
    {
        await using var old = await EchoServer.StartAsync(protocols: HttpProtocols.Http1);
        using var http = new HttpClient();
        using var response = await http.PostAsync(old.Address + Unary, Content(Proper, "application/grpc"));

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Theory]
    [InlineData("0000", StatusCode.Internal)] // half a header
    [InlineData("000000000A0A", StatusCode.Internal)] // a length that lies
    [InlineData("007FFFFFFF", StatusCode.ResourceExhausted)] // 2 GiB announced
    [InlineData("0000400001", StatusCode.ResourceExhausted)] // a byte above the limit
    [InlineData("01000000020A00", StatusCode.Internal)] // compressed, nobody says how
    [InlineData("00000000000000000000", StatusCode.Internal)] // two messages where one belongs
    [InlineData("", StatusCode.Internal)] // none
    public async Task with_a_broken_frame_gets_the_status_for_it(string hex, StatusCode expected)
    {
        using var response = await SendAsync(Unary, Convert.FromHexString(hex));

        Assert.Equal(expected, StatusOf(response));
    }

    [Theory]
    [InlineData("0700000000")] // a flag that does not exist
    [InlineData("0000000002FFFF")] // bytes that are no message
    public async Task with_a_broken_message_fails_without_details(string hex)
    {
        using var response = await SendAsync(Unary, Convert.FromHexString(hex));

        // The protocol says INTERNAL; the official server calls the second a failure of its handler.
        Assert.Contains(StatusOf(response), new[] { StatusCode.Internal, StatusCode.Unknown });
        Assert.DoesNotContain("   at ", DetailOf(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00FFFFFFFF")]
    [InlineData("0080000000")]
    public async Task with_a_length_that_no_buffer_holds_is_refused(string hex)
    {
        using var response = await SendAsync(Unary, Convert.FromHexString(hex));

        // The official server calls it a failure of its handler.
        Assert.Contains(StatusOf(response), new[] { StatusCode.ResourceExhausted, StatusCode.Unknown });
    }

    [Fact]
    public async Task of_more_bytes_than_allowed_is_refused_before_they_are_kept()
    {
        using var response = await SendAsync(Unary, Frame(new byte[5 * 1024 * 1024]));

        Assert.Equal(StatusCode.ResourceExhausted, StatusOf(response));
    }

    [Fact]
    public async Task in_an_unknown_encoding_is_told_the_known_ones()
    {
        using var response = await SendAsync(Unary, Frame([1, 2, 3], compressed: true), encoding: "brotli");

        Assert.Equal(StatusCode.Unimplemented, StatusOf(response));
        Assert.Contains("gzip", response.Headers.GetValues("grpc-accept-encoding").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task that_unpacks_to_more_bytes_than_allowed_is_refused()
    {
        using var response = await SendAsync(Unary, Frame(Gzip(new byte[50 * 1024 * 1024]), compressed: true), encoding: "gzip");

        Assert.Contains(StatusOf(response), new[] { StatusCode.ResourceExhausted, StatusCode.Unknown });
    }

    [Fact]
    public async Task that_says_gzip_and_is_not_fails()
    {
        using var response = await SendAsync(Unary, Frame([1, 2, 3, 4], compressed: true), encoding: "gzip");

        Assert.Contains(StatusOf(response), new[] { StatusCode.Internal, StatusCode.Unknown });
    }

    [Fact]
    public async Task is_not_one_that_is_packed_as_it_says()
    {
        using var response = await SendAsync(Unary, Frame(Gzip(new EchoMessage { Text = "packed" }.ToByteArray()), compressed: true), encoding: "gzip");

        Assert.Equal(StatusCode.OK, StatusOf(response));
    }

    [Theory]
    [InlineData("1", StatusCode.OK)]
    [InlineData("-1S", StatusCode.OK)]
    [InlineData("1x", StatusCode.OK)]
    [InlineData("99999999H", StatusCode.OK)]
    [InlineData("50000u", StatusCode.DeadlineExceeded)]
    [InlineData("50m", StatusCode.DeadlineExceeded)]
    public async Task with_a_timeout_is_held_to_it_if_it_is_one(string timeout, StatusCode expected)
    {
        var method = expected == StatusCode.OK ? Unary : "/suite.interop.v1.Echo/Wait";

        using var response = await SendAsync(method, Proper, timeout: timeout);

        Assert.Equal(expected, StatusOf(response));
    }

    // The timer counts whole milliseconds and may fire before the clock is there: the handler's cancellation is the deadline's all the same.
    [Fact]
    public async Task is_ended_by_the_name_of_the_deadline_however_the_timer_and_the_clock_stand()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            using var response = await SendAsync("/suite.interop.v1.Echo/Wait", Proper, timeout: $"{20_000 + i * 93}u");
            return StatusOf(response);
        }));

        Assert.All(answers, status => Assert.Equal(StatusCode.DeadlineExceeded, status));
    }

    [Fact]
    public async Task for_a_handler_that_ignores_its_deadline_is_answered_at_the_deadline()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();

        using var response = await SendAsync("/suite.interop.v1.Echo/Wait", Frame(new EchoMessage { Text = "late", Count = 3_000 }.ToByteArray()), timeout: "200m");

        Assert.Equal(StatusCode.DeadlineExceeded, StatusOf(response));
        Assert.InRange(clock.ElapsedMilliseconds, 150, 2_500);
    }

    [Fact]
    public async Task with_metadata_that_is_not_base64_fails_alone()
    {
        using var response = await SendAsync(Unary, Proper, metadata: ("x-echo-bytes-bin", "?*"));

        Assert.NotEqual(StatusCode.OK, StatusOf(response));
    }

    [Theory]
    [InlineData("AP8H")]
    [InlineData("AP8HAA==")]
    [InlineData("AP8HAA")]
    public async Task is_not_one_whose_bytes_come_with_or_without_padding(string base64)
    {
        using var response = await SendAsync(Unary, Proper, metadata: ("x-echo-bytes-bin", base64));

        Assert.Equal(StatusCode.OK, StatusOf(response));
    }

    private async Task<HttpResponseMessage> SendAsync(
        string path, byte[] body, string? contentType = "application/grpc", string? encoding = null, string? timeout = null, (string Name, string Value)? metadata = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _server.Address + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Content(body, contentType),
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (encoding is not null)
            request.Headers.Add("grpc-encoding", encoding);
        if (timeout is not null)
            request.Headers.Add("grpc-timeout", timeout);
        if (metadata is { } entry)
            request.Headers.Add(entry.Name, entry.Value);
        var response = await _http.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    private static ByteArrayContent Content(byte[] body, string? contentType)
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    private static StatusCode StatusOf(HttpResponseMessage response) => (StatusCode)int.Parse(Header(response, "grpc-status"));

    private static string DetailOf(HttpResponseMessage response) => Header(response, "grpc-message");

    private static string Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? values.Single() : "";

    private static byte[] Frame(byte[] payload, bool compressed = false)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    private static byte[] Gzip(byte[] plain)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
            stream.Write(plain);
        return packed.ToArray();
    }
}
