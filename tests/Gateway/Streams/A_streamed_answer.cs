using Grpc.Core;
using PersonalBudgets.Library.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Gateway.Tests.Streams;

/// <summary>Methods that answer with a stream, over either version of HTTP.</summary>
public abstract class A_streamed_answer(StreamingGateway gateway)
{
    private const int LargeTitle = 16 * 1024;

    [Fact]
    public async Task comes_as_one_message_a_line()
    {
        gateway.Serve(async (requests, write, _) =>
        {
            Assert.True(await requests.MoveNext(default));
            var asked = (ListBooksRequest)requests.Current;
            foreach (var title in new[] { "Emma", "Ünïcode\n", "Persuasion" })
                await write(new Book { Title = title, Genre = Genre.Law, PricePence = asked.PageSize });
        });

        using var response = await gateway.OpenAsync("GET", "/v1/books:watch?pageSize=7", accept: "application/x-ndjson");

        Assert.Equal((200, "application/x-ndjson"), ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Single(response.Headers.GetValues("X-Correlation-ID"));
        var lines = await StreamingGateway.LinesOf(response);
        Assert.Equal(["Emma", "Ünïcode\n", "Persuasion"], lines.Select(line => line["title"]!.GetValue<string>()));
        Assert.All(lines, line => Assert.Equal(("GENRE_LAW", "7"), (line["genre"]!.GetValue<string>(), line["pricePence"]!.GetValue<string>())));
    }

    [Fact]
    public async Task sends_a_line_before_the_next_one_is_made()
    {
        var read = new TaskCompletionSource();
        gateway.Serve(async (_, write, context) =>
        {
            await write(new Book { Title = "first" });
            await read.Task.WaitAsync(context.CancellationToken);
            await write(new Book { Title = "second" });
        });

        using var response = await gateway.OpenAsync("GET", "/v1/books:watch");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await lines.ReadLineAsync();
        read.SetResult();

        Assert.Contains("first", first, StringComparison.Ordinal);
        Assert.Contains("second", await lines.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Null(await lines.ReadLineAsync());
    }

    [Fact]
    public async Task without_a_message_is_a_body_without_a_line()
    {
        gateway.Serve((_, _, _) => Task.CompletedTask);

        using var response = await gateway.OpenAsync("GET", "/v1/books:watch");

        Assert.Equal((200, "application/x-ndjson"), ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task that_fails_before_its_first_line_is_an_ordinary_problem()
    {
        gateway.Serve((_, _, _) => throw Refused());

        var reply = await gateway.AskAsync("GET", "/v1/books:watch");

        reply.Is(422, "X07", "rule/X07");
    }

    [Fact]
    public async Task that_fails_later_says_why_in_its_last_line()
    {
        gateway.Serve(async (_, write, _) =>
        {
            await write(new Book { Title = "first" });
            throw Refused();
        });

        using var response = await gateway.OpenAsync("GET", "/v1/books:watch");
        var lines = await StreamingGateway.LinesOf(response);

        Assert.Equal(2, lines.Length);
        var problem = lines[1]["error"]!;
        Assert.Equal(("X07", 422, "/v1/books:watch"), (problem["reason"]!.GetValue<string>(), problem["status"]!.GetValue<int>(), problem["instance"]!.GetValue<string>()));
        Assert.NotEmpty(problem["traceId"]!.GetValue<string>());
    }

    [Fact]
    public async Task ends_at_the_deadline_of_its_method()
    {
        gateway.Serve(async (_, write, context) =>
        {
            await write(new Book { Title = "first" });
            await Task.Delay(TimeSpan.FromSeconds(30), context.CancellationToken);
        });

        using var response = await gateway.OpenAsync("GET", "/v1/books:await");
        var lines = await StreamingGateway.LinesOf(response);

        Assert.Equal(("DEADLINE", 504), (lines[^1]["error"]!["reason"]!.GetValue<string>(), lines[^1]["error"]!["status"]!.GetValue<int>()));
        Assert.InRange(gateway.Library.Calls[^1].Deadline, DateTime.UtcNow.AddSeconds(-30), DateTime.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task of_which_nothing_came_by_the_deadline_is_an_ordinary_problem()
    {
        gateway.Serve(async (_, _, context) => await Task.Delay(TimeSpan.FromSeconds(30), context.CancellationToken));

        var reply = await gateway.AskAsync("GET", "/v1/books:await");

        reply.Is(504, "DEADLINE", "deadline");
    }

    [Fact]
    public async Task whose_service_breaks_off_says_so_in_its_last_line()
    {
        var read = new TaskCompletionSource();
        gateway.Serve(async (_, write, context) =>
        {
            await write(new Book { Title = "first" });
            await read.Task.WaitAsync(context.CancellationToken);
            context.GetHttpContext().Abort();
        });

        using var response = await gateway.OpenAsync("GET", "/v1/books:watch");
        read.SetResult();
        var lines = await StreamingGateway.LinesOf(response);

        Assert.Equal("DEPENDENCY_UNAVAILABLE", lines[^1]["error"]!["reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("application/json", 406)]
    [InlineData("text/html, application/json;q=0.5", 406)]
    [InlineData("application/x-ndjson;q=0", 406)]
    [InlineData("application/*", 200)]
    [InlineData("text/html, application/x-ndjson;q=0.1", 200)]
    public async Task is_lines_or_nothing(string accept, int status)
    {
        gateway.Serve((_, _, _) => Task.CompletedTask);

        using var response = await gateway.OpenAsync("GET", "/v1/books:watch", accept: accept);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task is_given_up_by_the_service_when_nobody_listens_any_more()
    {
        var gone = new TaskCompletionSource();
        gateway.Serve(async (_, write, context) =>
        {
            context.CancellationToken.Register(gone.SetResult);
            await write(new Book { Title = "first" });
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        });

        using (var response = await gateway.OpenAsync("GET", "/v1/books:watch"))
        {
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
            Assert.NotNull(await lines.ReadLineAsync());
        }

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task is_not_made_faster_than_it_is_read()
    {
        const int Count = 8_000;
        var written = 0;
        gateway.Serve(async (_, write, _) =>
        {
            for (; written < Count; written++)
                await write(new Book { Title = new string('x', LargeTitle) });
        });

        using var response = await gateway.OpenAsync("GET", "/v1/books:watch");
        var held = await StreamingGateway.WhereItStandsAsync(() => Volatile.Read(ref written));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var arrived = 0;
        while (await lines.ReadLineAsync() is { } line)
        {
            Assert.DoesNotContain("\"error\"", line, StringComparison.Ordinal);
            arrived++;
        }

        Assert.Equal(Count, arrived);
        // What the sockets of this machine hold is some megabytes; the whole is 131.
        Assert.InRange(held, 1, Count / 2);
    }

    private static RpcException Refused() => StatusDetails.ToRpcException(Refusal.Rule("X07", "Not this.", "reg 11"), "budgets.library", null);
}

/// <inheritdoc/>
public sealed class A_streamed_answer_over_HTTP_1_1(StreamingGateway gateway) : A_streamed_answer(gateway), IClassFixture<StreamingGateway>;

/// <inheritdoc/>
public sealed class A_streamed_answer_over_HTTP_2(StreamingGatewayOverHttp2 gateway) : A_streamed_answer(gateway), IClassFixture<StreamingGatewayOverHttp2>;
