using System.IO.Pipelines;
using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Library.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Gateway.Tests.Streams;

/// <summary>Methods that take a stream and answer with one message, over either version of HTTP.</summary>
public abstract class A_streamed_body(StreamingGateway gateway)
{
    private const string Import = "/v1/shelves/s1/books:import";

    private readonly List<ImportBooksRequest> _got = [];

    [Fact]
    public async Task is_one_message_a_line_with_what_path_and_headers_say()
    {
        ServeCount();

        var reply = await gateway.AskAsync("POST", Import, StreamingGateway.Body("{\"title\":\"Emma\"}\n{\"title\":\"Ünïcode\",\"pages\":3}\n"));

        Assert.Equal((200, "2"), ((int)reply.Status, reply.Text("count")));
        Assert.Equal("application/json", reply.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal(["Emma", "Ünïcode"], _got.Select(one => one.Book.Title));
        Assert.All(_got, one => Assert.Equal("s1", one.ShelfId));
        Assert.Equal(reply.Header("X-Request-ID"), Assert.Single(_got.Select(one => one.RequestId).Distinct()));
    }

    [Theory]
    [InlineData("{\"title\":\"a\"}\r\n\r\n  \n{\"title\":\"b\"}", 2)]
    [InlineData("\n\n", 0)]
    [InlineData("", 0)]
    public async Task may_have_empty_lines_and_lack_its_last_end_of_line(string lines, int count)
    {
        ServeCount();

        var reply = await gateway.AskAsync("POST", Import, StreamingGateway.Body(lines));

        Assert.Equal((200, count), ((int)reply.Status, _got.Count));
    }

    [Theory]
    [InlineData("{\"title\":7,\"pages\":\"many\",\"shoeSize\":1}", "/title book.title TYPE_WRONG", "/pages book.pages TYPE_WRONG", "/shoeSize book.shoeSize MEMBER_UNKNOWN")]
    [InlineData("{\"title\":", " book JSON_MALFORMED")]
    [InlineData("{} {}", " book JSON_MALFORMED")]
    [InlineData("[]", " book TYPE_WRONG")]
    [InlineData("\uFEFF{}", " book JSON_MALFORMED")]
    public async Task with_a_line_that_cannot_be_read_is_refused_with_its_number_and_all_of_its_faults(string line, params string[] faults)
    {
        ServeCount();

        var reply = await gateway.AskAsync("POST", Import, StreamingGateway.Body("{\"title\":\"a\"}\n\n" + line + "\n{\"title\":\"d\"}\n"));

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal(faults, reply.Violations);
        Assert.All(reply.Body["violations"]!.AsArray(), violation => Assert.Equal(3, violation!["line"]!.GetValue<long>()));
    }

    [Fact]
    public async Task that_ends_with_a_bad_line_is_no_end_that_the_service_could_take_for_good()
    {
        var gone = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        gateway.Serve(async (requests, _, context) =>
        {
            context.CancellationToken.Register(gone.SetResult);
            while (await requests.MoveNext(default))
                begun.SetResult();
            gone.SetException(new InvalidOperationException("The stream came to a good end."));
            return new CountBooksResponse();
        });
        var body = new Pipe();

        var answer = gateway.AskAsync("POST", Import, new PipeContent(body.Reader));
        await body.Writer.WriteAsync("{\"title\":\"a\"}\n"u8.ToArray());
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await body.Writer.WriteAsync("{\"title\":\n"u8.ToArray());
        await body.Writer.CompleteAsync();

        (await answer).Is(400, "FIELD_INVALID", "field-invalid");
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task with_a_line_over_1_MiB_is_refused()
    {
        ServeCount();

        var reply = await gateway.AskAsync("POST", Import, StreamingGateway.Body($"{{\"title\":\"{new string('x', 1024 * 1024)}\"}}"));

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal([" LINE_TOO_LONG"], reply.Violations.Select(violation => violation.Replace("  ", " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task with_a_line_of_just_1_MiB_is_taken()
    {
        ServeCount();
        var title = new string('x', (1024 * 1024) - "{\"title\":\"\"}".Length);

        var reply = await gateway.AskAsync("POST", Import, StreamingGateway.Body($"{{\"title\":\"{title}\"}}\n"));

        Assert.Equal((200, title.Length), ((int)reply.Status, _got.Single().Book.Title.Length));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task is_refused_over_the_limit_of_its_method(bool saysItsLength)
    {
        ServeCount();
        var body = string.Concat(Enumerable.Repeat($"{{\"title\":\"{new string('x', 100_000)}\"}}\n", 41));

        var reply = await gateway.AskAsync("POST", Import, saysItsLength ? StreamingGateway.Body(body) : StreamingGateway.Chunks(body));

        reply.Is(413, "REQUEST_TOO_LARGE", "too-large");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/x-ndjson; charset=latin1")]
    public async Task is_lines_and_nothing_else(string mediaType)
    {
        var reply = await gateway.AskAsync("POST", Import, StreamingGateway.Body("{}", mediaType));

        reply.Is(415, "MEDIA_TYPE_UNSUPPORTED", "media-type");
        AssertNeverArrived(reply);
    }

    [Fact]
    public async Task is_refused_for_its_headers_before_the_service_is_asked()
    {
        var reply = await gateway.AskAsync("POST", Import + "?size=3", StreamingGateway.Body("{}\n"), requestId: false);

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal(["- size PARAMETER_UNKNOWN", "- request_id REQUIRED"], reply.Violations);
        AssertNeverArrived(reply);
    }

    [Fact]
    public async Task that_the_service_refuses_early_is_not_read_to_its_end()
    {
        gateway.Serve(async (requests, _, _) =>
        {
            await requests.MoveNext(default);
            throw StatusDetails.ToRpcException(Refusal.NotFound("SHELF", "s1"), "budgets.library", null);
        });
        var body = string.Concat(Enumerable.Repeat($"{{\"title\":\"{new string('x', 100_000)}\"}}\n", 39));

        var reply = await gateway.AskAsync("POST", Import, StreamingGateway.Chunks(body));

        reply.Is(404, "SHELF_NOT_FOUND", "not-found");
    }

    [Fact]
    public async Task is_taken_no_faster_than_the_service_reads_it()
    {
        const int Count = 1_500;
        var go = new TaskCompletionSource();
        gateway.Serve(async (requests, write, context) =>
        {
            await go.Task.WaitAsync(context.CancellationToken);
            var read = 0L;
            while (await requests.MoveNext(default))
                read++;
            await write(new SortBooksResponse { Line = read });
        });
        var body = new ManyLines($"{{\"title\":\"{new string('x', 64 * 1024)}\"}}\n", Count);

        var answer = gateway.OpenAsync("POST", "/v1/books:sort", body);
        var held = await StreamingGateway.WhereItStandsAsync(() => body.Sent);
        go.SetResult();
        using var response = await answer;

        Assert.Equal(Count.ToString(), (await StreamingGateway.LinesOf(response)).Single()["line"]!.GetValue<string>());
        // What the sockets of this machine hold is some megabytes; the whole is 98.
        Assert.InRange(held, 1, Count / 2);
    }

    [Fact]
    public async Task whose_sender_goes_away_is_given_up_by_the_service_which_keeps_what_it_has()
    {
        var gone = new TaskCompletionSource();
        var two = new TaskCompletionSource();
        gateway.Serve(async (requests, _, context) =>
        {
            context.CancellationToken.Register(gone.SetResult);
            for (var read = 0; await requests.MoveNext(default); read++)
            {
                if (read == 1)
                    two.SetResult();
            }

            return new CountBooksResponse();
        });
        using var leave = new CancellationTokenSource();
        var body = new Pipe();

        var answer = gateway.OpenAsync("POST", Import, new PipeContent(body.Reader), cancellationToken: leave.Token);
        await body.Writer.WriteAsync("{\"title\":\"a\"}\n{\"title\":\"b\"}\n{\"title\":\"c"u8.ToArray());
        await two.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await leave.CancelAsync();

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    private void AssertNeverArrived(Reply reply)
    {
        lock (gateway.Library.Calls)
            Assert.DoesNotContain(gateway.Library.Calls, call => call.Headers.GetValue("x-correlation-id") == reply.Header("X-Correlation-ID"));
    }

    private void ServeCount() => gateway.Serve(async (requests, _, _) =>
    {
        _got.Clear();
        while (await requests.MoveNext(default))
            _got.Add((ImportBooksRequest)requests.Current);
        return new CountBooksResponse { Count = _got.Count };
    });
}

/// <inheritdoc/>
public sealed class A_streamed_body_over_HTTP_1_1(StreamingGateway gateway) : A_streamed_body(gateway), IClassFixture<StreamingGateway>;

/// <inheritdoc/>
public sealed class A_streamed_body_over_HTTP_2(StreamingGatewayOverHttp2 gateway) : A_streamed_body(gateway), IClassFixture<StreamingGatewayOverHttp2>;
