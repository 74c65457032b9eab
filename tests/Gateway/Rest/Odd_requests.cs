using System.Net.Sockets;
using System.Text;
using PersonalBudgets.Gateway.Tests.Support;

namespace PersonalBudgets.Gateway.Tests.Rest;

/// <summary>Requests that no well-behaved client sends, byte by byte.</summary>
public sealed class Odd_requests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Theory]
    [InlineData("/v1/books/a%2Fb")]
    [InlineData("/v1/books/..%2Fpeople")]
    [InlineData("/v1/books/%252e%252e")]
    public async Task keep_an_encoded_slash_inside_its_part_of_the_path(string path)
    {
        var before = gateway.Library.Calls.Count;

        var status = await StatusAsync($"GET {path} HTTP/1.1\r\n{Head()}\r\n");

        Assert.Equal(200, status);
        Assert.DoesNotContain("/people", ((Library.V1.GetBookRequest)gateway.Library.Calls[before].Message).BookId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /v1/books/%00 HTTP/1.1", 400)]
    [InlineData("GET /v1/books/../../etc/passwd HTTP/1.1", 404)]
    [InlineData("GET /v1/books/%2e%2e/%2e%2e/etc HTTP/1.1", 404)]
    [InlineData("HEAD /v1/books/b1 HTTP/1.1", 405)]
    [InlineData("OPTIONS /v1/books/b1 HTTP/1.1", 405)]
    [InlineData("TRACE /v1/books/b1 HTTP/1.1", 405)]
    [InlineData("BREW /v1/books/b1 HTTP/1.1", 405)]
    public async Task are_answered_with_what_is_wrong(string line, int status) => Assert.Equal(status, await StatusAsync($"{line}\r\n{Head()}\r\n"));

    [Fact]
    public async Task with_a_url_or_headers_past_all_measure_are_refused_by_the_server_itself()
    {
        Assert.Equal(414, await StatusAsync($"GET /v1/books/{new string('a', 9_000)} HTTP/1.1\r\n{Head()}\r\n"));
        Assert.Equal(431, await StatusAsync($"GET /v1/books/b1 HTTP/1.1\r\n{Head()}X-Long: {new string('a', 40_000)}\r\n\r\n"));
    }

    [Theory]
    [InlineData("X-Correlation-ID: a\tb")]
    [InlineData("X-Correlation-ID: a%0d%0aSet-Cookie:x", 200)]
    [InlineData("X-Correlation-ID: caf\u00e9")]
    public async Task cannot_write_headers_of_their_own(string header, int status = 400)
    {
        var answer = await SendAsync($"GET /v1/books/b1 HTTP/1.1\r\n{Head()}{header}\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\nSet-Cookie", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task whose_chunks_are_broken_get_a_problem_document()
    {
        var answer = await SendAsync($"POST /v1/books HTTP/1.1\r\n{Head()}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nXYZ\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"HTTP_MALFORMED\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task that_begin_with_a_byte_order_mark_are_no_json()
    {
        var reply = await gateway.SendAsync("POST", "/v1/books", "\uFEFF{}");

        reply.Is(400, "FIELD_INVALID", "field-invalid");
    }

    [Fact]
    public async Task that_say_a_parameter_in_both_spellings_say_it_twice()
    {
        var reply = await gateway.SendAsync("GET", "/v1/books?page_size=1&pageSize=2");

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal(["- page_size PARAMETER_DUPLICATE"], reply.Violations);
    }

    [Theory]
    [InlineData("/v1/books", "POST", 401, null)]
    [InlineData("/dev/token", "POST", 413, null)]
    [InlineData("/oauth2/token", "POST", 413, "application/x-www-form-urlencoded")]
    public async Task of_nobody_are_not_read_to_a_great_length(string path, string method, int status, string? contentType)
    {
        // Told, and never sent: an answer shows that it was not waited for.
        var answer = await SendAsync(
            $"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {contentType ?? "application/json"}\r\nContent-Length: 50000000\r\n\r\n{{");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }

    private string Head() => $"Host: x\r\nConnection: close\r\nAuthorization: Bearer {gateway.Token()}\r\n";

    private async Task<int> StatusAsync(string request) => int.Parse((await SendAsync(request)).Split(' ')[1]);

    /// <summary>Sends these bytes and reads until the answer's end, or until nothing more of it comes.</summary>
    private async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Http.BaseAddress!.Host, gateway.Http.BaseAddress.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is var read and > 0)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
                patience.CancelAfter(TimeSpan.FromSeconds(3));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
        }

        return answer.ToString();
    }
}
