using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Polyfills.Tests.Interop;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Hostile;

/// <summary>Bodies of requests that no proper client sends.</summary>
public sealed class A_hostile_message : HostileCalls
{
    [Theory]
    [InlineData("0000", StatusCode.Internal)] // half a header
    [InlineData("000000000A0A", StatusCode.Internal)] // a length that lies
    [InlineData("007FFFFFFF", StatusCode.ResourceExhausted)] // 2 GiB announced
    [InlineData("0000400001", StatusCode.ResourceExhausted)] // a byte above the limit
    [InlineData("01000000020A00", StatusCode.Internal)] // compressed, nobody says how
    [InlineData("00000000000000000000", StatusCode.Internal)] // two messages where one belongs
    [InlineData("00000000020A0000", StatusCode.Internal)] // a length shorter than its message
    [InlineData("", StatusCode.Internal)] // none
    public async Task with_a_broken_frame_gets_the_status_for_it(string hex, StatusCode expected)
    {
        using var response = await SendAsync(RawCall.Unary, Convert.FromHexString(hex));

        Assert.Equal(expected, StatusOf(response));
    }

    [Theory]
    [InlineData("000000", StatusCode.Internal)] // half a header
    [InlineData("000000000A0A", StatusCode.Internal)] // a length longer than its message
    [InlineData("00000000000000400001", StatusCode.ResourceExhausted)] // after a proper one, a byte above the limit
    [InlineData("000000000001000000020A00", StatusCode.Internal)] // after a proper one, compressed, nobody says how
    public async Task in_a_stream_gets_the_status_for_it(string hex, StatusCode expected)
    {
        using var response = await SendAsync(RawCall.ClientStream, Convert.FromHexString(hex));

        Assert.Equal(expected, StatusOf(response));
    }

    [Theory]
    [InlineData("0700000000")] // a flag that does not exist
    [InlineData("0000000002FFFF")] // bytes that are no message
    public async Task with_a_broken_message_fails_without_details(string hex)
    {
        using var response = await SendAsync(RawCall.Unary, Convert.FromHexString(hex));

        // The protocol says INTERNAL; the official server calls the second a failure of its handler.
        Assert.Contains(StatusOf(response), new[] { StatusCode.Internal, StatusCode.Unknown });
        Assert.DoesNotContain("   at ", DetailOf(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00FFFFFFFF")]
    [InlineData("0080000000")]
    public async Task with_a_length_that_no_buffer_holds_is_refused(string hex)
    {
        using var response = await SendAsync(RawCall.Unary, Convert.FromHexString(hex));

        // The official server calls it a failure of its handler.
        Assert.Contains(StatusOf(response), new[] { StatusCode.ResourceExhausted, StatusCode.Unknown });
    }

    // Again and again on one connection: what is refused must not eat up the connection's window.
    [Theory]
    [InlineData(RawCall.Unary)]
    [InlineData(RawCall.ClientStream)]
    public async Task of_more_bytes_than_allowed_is_refused_before_they_are_kept(string path)
    {
        for (var i = 0; i < 10; i++)
        {
            using var response = await SendAsync(path, RawCall.Message(new byte[5 * 1024 * 1024]));

            Assert.Equal(StatusCode.ResourceExhausted, StatusOf(response));
        }
    }

    [Fact]
    public async Task in_an_unknown_encoding_is_told_the_known_ones()
    {
        using var response = await SendAsync(RawCall.Unary, RawCall.Message([1, 2, 3], 1), encoding: "brotli");

        Assert.Equal(StatusCode.Unimplemented, StatusOf(response));
        Assert.Contains("gzip", response.Headers.GetValues("grpc-accept-encoding").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task that_unpacks_to_more_bytes_than_allowed_is_refused()
    {
        using var response = await SendAsync(RawCall.Unary, RawCall.Message(Gzip(new byte[50 * 1024 * 1024]), 1), encoding: "gzip");

        Assert.Contains(StatusOf(response), new[] { StatusCode.ResourceExhausted, StatusCode.Unknown });
    }

    [Fact]
    public async Task that_unpacks_to_no_end_is_refused_before_it_is_kept()
    {
        var bomb = RawCall.Message(Gzip(new byte[1024 * 1024 * 1024]), 1);

        using var response = await SendAsync(RawCall.ClientStream, bomb, encoding: "gzip");

        Assert.Contains(StatusOf(response), new[] { StatusCode.ResourceExhausted, StatusCode.Unknown });
    }

    [Fact]
    public async Task that_says_gzip_and_is_not_fails()
    {
        using var response = await SendAsync(RawCall.Unary, RawCall.Message([1, 2, 3, 4], 1), encoding: "gzip");

        Assert.Contains(StatusOf(response), new[] { StatusCode.Internal, StatusCode.Unknown });
    }

    [Fact]
    public async Task whose_gzip_is_spoilt_fails()
    {
        var packed = Gzip(new EchoMessage { Text = new string('a', 1_000) }.ToByteArray());

        foreach (var spoilt in new[] { 0, 1, 2, packed.Length - 8, packed.Length - 1 }) // the magic number, the method, the checksum, the length
        {
            byte[] bytes = [.. packed];
            bytes[spoilt] ^= 0x55;
            using var response = await SendAsync(RawCall.Unary, RawCall.Message(bytes, 1), encoding: "gzip");

            Assert.Contains(StatusOf(response), new[] { StatusCode.Internal, StatusCode.Unknown });
        }
    }

    [Fact]
    public async Task that_is_packed_though_the_call_says_it_is_not_fails()
    {
        using var response = await SendAsync(RawCall.Unary, RawCall.Message(Gzip(Proper), 1), encoding: "identity");

        Assert.Equal(StatusCode.Internal, StatusOf(response));
    }

    [Fact]
    public async Task is_not_one_that_is_packed_as_it_says()
    {
        using var response = await SendAsync(RawCall.Unary, RawCall.Message(Gzip(new EchoMessage { Text = "packed" }.ToByteArray()), 1), encoding: "gzip");

        Assert.Equal(StatusCode.OK, StatusOf(response));
    }

    [Fact]
    public async Task is_not_one_that_comes_plain_in_a_packed_stream()
    {
        byte[] plain = RawCall.Message(new EchoMessage { Text = "plain " }.ToByteArray()), packed = RawCall.Message(Gzip(new EchoMessage { Text = "packed " }.ToByteArray()), 1);

        using var response = await SendAsync(RawCall.ClientStream, [.. plain, .. packed, .. plain], encoding: "gzip");

        var answer = EchoMessage.Parser.ParseFrom((await response.Content.ReadAsByteArrayAsync()).AsSpan(5));
        Assert.Equal(("plain packed plain ", 3), (answer.Text, answer.Count));
    }

    [Fact]
    public async Task is_not_one_that_says_nothing_a_million_times()
    {
        using var response = await SendAsync(RawCall.ClientStream, new byte[5 * 1024 * 1024]);

        Assert.Equal(1024 * 1024, EchoMessage.Parser.ParseFrom((await response.Content.ReadAsByteArrayAsync()).AsSpan(5)).Count);
    }
}
