using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PersonalBudgets.Polyfills.Tests.Interop;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Hostile;

/// <summary>Heads of requests that no proper client sends.</summary>
public sealed class A_hostile_request : HostileCalls
{
    [Fact]
    public async Task is_told_apart_from_a_proper_one()
    {
        using var response = await SendAsync(RawCall.Unary, Proper);

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
        using var response = await SendAsync(RawCall.Unary, Proper, contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    public async Task is_not_one_that_only_says_more_about_its_type(string contentType)
    {
        using var response = await SendAsync(RawCall.Unary, Proper, contentType);

        Assert.Equal(StatusCode.OK, StatusOf(response));
    }

    [Fact]
    public async Task with_another_method_than_POST_is_not_found()
    {
        using var response = await Http.GetAsync(Server.Address + RawCall.Unary);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task over_HTTP_1_1_must_upgrade()
    {
        await using var old = await EchoServer.StartAsync(protocols: HttpProtocols.Http1);
        using var http = new HttpClient();
        using var response = await http.PostAsync(old.Address + RawCall.Unary, Content(Proper, "application/grpc"));

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Theory]
    [InlineData("1", StatusCode.OK)]
    [InlineData("-1S", StatusCode.OK)]
    [InlineData("1x", StatusCode.OK)]
    [InlineData("S", StatusCode.OK)]
    [InlineData("0S", StatusCode.OK)]
    [InlineData("1 S", StatusCode.OK)]
    [InlineData("0x1S", StatusCode.OK)]
    [InlineData("99999999999999999999S", StatusCode.OK)]
    [InlineData("99999999H", StatusCode.OK)]
    [InlineData("1M", StatusCode.OK)]
    [InlineData("1S", StatusCode.DeadlineExceeded)]
    [InlineData("50000000n", StatusCode.DeadlineExceeded)]
    [InlineData("50000u", StatusCode.DeadlineExceeded)]
    [InlineData("50m", StatusCode.DeadlineExceeded)]
    public async Task with_a_timeout_is_held_to_it_if_it_is_one(string timeout, StatusCode expected)
    {
        var method = expected == StatusCode.OK ? RawCall.Unary : RawCall.Wait;

        using var response = await SendAsync(method, Proper, timeout: timeout);

        Assert.Equal(expected, StatusOf(response));
    }

    // The timer counts whole milliseconds and may fire before the clock is there: the handler's cancellation is the deadline's all the same.
    [Fact]
    public async Task is_ended_by_the_name_of_the_deadline_however_the_timer_and_the_clock_stand()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            using var response = await SendAsync(RawCall.Wait, Proper, timeout: $"{20_000 + i * 93}u");
            return StatusOf(response);
        }));

        Assert.All(answers, status => Assert.Equal(StatusCode.DeadlineExceeded, status));
    }

    [Fact]
    public async Task for_a_handler_that_ignores_its_deadline_is_answered_at_the_deadline()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();

        using var response = await SendAsync(RawCall.Wait, RawCall.Message(new EchoMessage { Text = "late", Count = 30_000 }.ToByteArray()), timeout: "200m");

        Assert.Equal(StatusCode.DeadlineExceeded, StatusOf(response));
        Assert.InRange(clock.ElapsedMilliseconds, 150, 20_000);
    }

    [Fact]
    public async Task with_metadata_that_is_not_base64_fails_alone()
    {
        using var response = await SendAsync(RawCall.Unary, Proper, metadata: ("x-echo-bytes-bin", "?*"));

        Assert.NotEqual(StatusCode.OK, StatusOf(response));
    }

    [Theory]
    [InlineData("AP8H")]
    [InlineData("AP8HAA==")]
    [InlineData("AP8HAA")]
    public async Task is_not_one_whose_bytes_come_with_or_without_padding(string base64)
    {
        using var response = await SendAsync(RawCall.Unary, Proper, metadata: ("x-echo-bytes-bin", base64));

        Assert.Equal(StatusCode.OK, StatusOf(response));
    }
}
