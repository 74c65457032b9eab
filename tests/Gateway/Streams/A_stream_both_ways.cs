using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using PersonalBudgets.Library.V1;

namespace PersonalBudgets.Gateway.Tests.Streams;

/// <summary>Methods that take a stream and answer with one.</summary>
public abstract class A_stream_both_ways(StreamingGateway gateway)
{
    protected const string Sort = "/v1/books:sort";

    protected StreamingGateway Gateway { get; } = gateway;

    [Fact]
    public async Task tells_the_service_which_line_cannot_be_read_and_why_and_goes_on()
    {
        ServeEcho();

        using var response = await Gateway.OpenAsync("POST", Sort, StreamingGateway.Body(
            $$"""
            {"title":"a"}

            {"title":4,"shoeSize":3}
            {"genre":"GENRE_LAW"}
            {
            {"title":"{{new string('x', 1024 * 1024)}}"}
            {"title":"g","line":"99","requestId":"not-mine"}
            {"title":"h","line":"3","lineFaults":[{"reason":"MINE"}]}
            """));
        var lines = await StreamingGateway.LinesOf(response);

        Assert.Equal(["1", "3", "4", "5", "6", "7", "8"], lines.Select(line => line["line"]!.GetValue<string>()));
        Assert.Equal(["a", "", "", "", "", "", "h"], lines.Select(line => line["title"]!.GetValue<string>()));
        Assert.Equal(
            ["", "/title TYPE_WRONG, /shoeSize MEMBER_UNKNOWN", "/title REQUIRED", " JSON_MALFORMED", " LINE_TOO_LONG", "/requestId VALUES_CONTRADICT", ""],
            lines.Select(line => string.Join(", ", line["faults"]!.AsArray().Select(fault => fault!.GetValue<string>()))));
    }

    protected void ServeEcho() => Gateway.Serve(async (requests, write, _) =>
    {
        while (await requests.MoveNext(default))
        {
            var request = (SortBooksRequest)requests.Current;
            await write(new SortBooksResponse { Title = request.Title, Line = request.Line, Faults = { request.LineFaults.Select(fault => $"{fault.Pointer} {fault.Reason}") } });
        }
    });
}

/// <inheritdoc/>
public sealed class A_stream_both_ways_over_HTTP_1_1(StreamingGateway gateway) : A_stream_both_ways(gateway), IClassFixture<StreamingGateway>
{
    [Fact]
    public async Task answers_one_line_before_the_next_is_sent()
    {
        ServeEcho();
        using var client = new TcpClient();
        await client.ConnectAsync(Gateway.Http.BaseAddress!.Host, Gateway.Http.BaseAddress.Port);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);

        await WriteAsync(stream, $"POST {Sort} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Gateway.Token()}\r\nX-Request-ID: {Guid.NewGuid()}\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\nE\r\n{\"title\":\"a\"}\n\r\n");
        Assert.Contains("\"a\"", await UntilAsync(reader, "title"), StringComparison.Ordinal);
        await WriteAsync(stream, "E\r\n{\"title\":\"b\"}\n\r\n");
        Assert.Contains("\"b\"", await UntilAsync(reader, "title"), StringComparison.Ordinal);
        await WriteAsync(stream, "0\r\n\r\n");
        Assert.Equal("0", await UntilAsync(reader, "0"));
    }

    private static Task WriteAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    private static async Task<string> UntilAsync(StreamReader reader, string part)
    {
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { } line)
        {
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        }

        throw new EndOfStreamException($"No line with {part} came.");
    }
}

/// <inheritdoc/>
public sealed class A_stream_both_ways_over_HTTP_2(StreamingGatewayOverHttp2 gateway) : A_stream_both_ways(gateway), IClassFixture<StreamingGatewayOverHttp2>
{
    [Fact]
    public async Task answers_one_line_before_the_next_is_sent()
    {
        ServeEcho();
        var body = new Pipe();
        using var content = new PipeContent(body.Reader);

        var answer = Gateway.OpenAsync("POST", Sort, content);
        await body.Writer.WriteAsync("{\"title\":\"a\"}\n"u8.ToArray());
        using var response = await answer;
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Contains("\"a\"", await reader.ReadLineAsync(), StringComparison.Ordinal);
        await body.Writer.WriteAsync("{\"title\":\"b\"}\n"u8.ToArray());
        Assert.Contains("\"b\"", await reader.ReadLineAsync(), StringComparison.Ordinal);
        await body.Writer.CompleteAsync();

        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task that_cannot_go_on_after_a_line_of_its_answer_says_why_in_the_last_one()
    {
        ServeEcho();
        var body = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        using var content = new PipeContent(body.Reader);

        var answer = Gateway.OpenAsync("POST", Sort, content);
        await body.Writer.WriteAsync("{\"title\":\"a\"}\n"u8.ToArray());
        using var response = await answer;
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Contains("\"a\"", await reader.ReadLineAsync(), StringComparison.Ordinal);
        var empty = new byte[1_000_000];
        Array.Fill(empty, (byte)' ');
        empty[^1] = (byte)'\n';
        for (var sent = 0; sent < 201; sent++)
            await body.Writer.WriteAsync(empty);

        Assert.Contains("\"reason\":\"REQUEST_TOO_LARGE\"", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Null(await reader.ReadLineAsync());
    }
}
