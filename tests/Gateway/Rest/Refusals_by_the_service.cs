using Grpc.Core;
using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Library.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Gateway.Tests.Rest;

public class Refusals_by_the_service(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    public static TheoryData<Refusal, int, string> Table => new()
    {
        { Refusal.TokenInvalid("EXPIRED", "t"), 401, "token-invalid" },
        { Refusal.PermissionRequired("a.b.c"), 403, "forbidden" },
        { Refusal.NotFound("BOOK", "b1"), 404, "not-found" },
        { Refusal.AlreadyExists("REQUEST_ID_REUSED", "t"), 409, "already-exists" },
        { Refusal.EtagMismatch(4), 412, "etag-mismatch" },
        { Refusal.EtagRequired(), 428, "etag-required" },
        { Refusal.Conflict("CONFLICT", "t"), 409, "conflict" },
        { Refusal.Rule("X07", "t", "SI 2013/1617 reg 11"), 422, "rule/X07" },
        { Refusal.TooMuch("RATE_LIMITED", "t", TimeSpan.FromSeconds(3)), 429, "rate-limited" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task have_the_status_of_the_table(Refusal refusal, int status, string type)
    {
        Refuse(refusal);

        var reply = await gateway.SendAsync("POST", "/v1/books", "{}");

        reply.Is(status, refusal.Reason, type);
        Assert.Equal((refusal.Message, "budgets.library"), (reply.Text("detail"), reply.Text("domain")));
        Assert.Equal(reply.Header("X-Request-ID"), reply.Text("requestId"));
        Assert.All(refusal.Metadata, entry => Assert.Equal(entry.Value, reply.Body["metadata"]![entry.Key]!.GetValue<string>()));
    }

    [Fact]
    public async Task are_412_for_any_race_lost_by_a_caller_who_sent_an_etag()
    {
        Refuse(Refusal.Conflict("CONFLICT", "t"));

        var reply = await gateway.SendAsync("POST", "/v1/books/b1:lend", """{"etag":"1"}""");

        reply.Is(412, "CONFLICT", "etag-mismatch");
    }

    [Fact]
    public async Task say_when_to_come_back()
    {
        Refuse(Refusal.TooMuch("RATE_LIMITED", "t", TimeSpan.FromSeconds(2.2)));
        Assert.Equal("3", (await gateway.SendAsync("GET", "/v1/books/b1")).Header("Retry-After"));

        Refuse(Refusal.Unavailable("t", TimeSpan.FromSeconds(7)));
        var reply = await gateway.SendAsync("GET", "/v1/books/b1");

        reply.Is(503, "DEPENDENCY_UNAVAILABLE", "unavailable");
        Assert.Equal("7", reply.Header("Retry-After"));
    }

    [Fact]
    public async Task point_into_the_body_as_it_was_sent()
    {
        Refuse(Refusal.Invalid(
            new Violation("book", "REQUIRED", "t"), new Violation("book.title", "LENGTH", "t"), new Violation("book.chapters[1].length_pence", "RANGE", "t"),
            new Violation("book.printed_time", "REQUIRED", "t"), new Violation("request_id", "UUID", "t")));

        var reply = await gateway.SendAsync("POST", "/v1/books", """{"title":"","chapters":[{},{"length_pence":"-1"}]}""");

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal(
            [
                " book REQUIRED", "/title book.title LENGTH", "/chapters/1/length_pence book.chapters[1].length_pence RANGE",
                "/printedTime book.printed_time REQUIRED", "- request_id UUID",
            ],
            reply.Violations);
    }

    [Fact]
    public async Task tell_every_rule_that_was_broken_and_point_at_no_member_for_it()
    {
        Refuse(Refusal.Rules(
            [new BrokenRule("BOOK_INCOMPLETE", "title", "A title is needed.", "Law 1"), new BrokenRule("BOOK_LATE", "", "It is late.")], ("missing", "title")));

        var reply = await gateway.SendAsync("POST", "/v1/books", """{"title":""}""");

        reply.Is(422, "BOOK_INCOMPLETE", "rule/BOOK_INCOMPLETE");
        Assert.Equal(["- title BOOK_INCOMPLETE", "-  BOOK_LATE"], reply.Violations);
        Assert.Equal("A title is needed. (Law 1)", reply.Body["violations"]![0]!["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task point_at_what_the_body_has_and_not_at_the_path()
    {
        Refuse(Refusal.Invalid(new Violation("book_id", "UUID", "t"), new Violation("reader_id", "UUID", "t"), new Violation("request_id", "UUID", "t")));

        var reply = await gateway.SendAsync("POST", "/v1/books/b1:lend", """{"etag":"1"}""");

        Assert.Equal(["- book_id UUID", "/readerId reader_id UUID", "- request_id UUID"], reply.Violations);
    }

    [Fact]
    public async Task without_details_tell_nothing_of_what_went_wrong()
    {
        gateway.Library.Answer = (_, _) => throw new InvalidOperationException("Host=secret");

        var reply = await gateway.SendAsync("GET", "/v1/books/b1");

        reply.Is(500, "INTERNAL", "internal");
        Assert.DoesNotContain("secret", reply.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task come_after_the_deadline_of_the_method_at_the_latest()
    {
        var cancelled = new TaskCompletionSource();
        gateway.Library.Answer = async (_, context) =>
        {
            context.CancellationToken.Register(cancelled.SetResult);
            await Task.Delay(TimeSpan.FromSeconds(20), context.CancellationToken);
            return new Book();
        };

        var reply = await gateway.SendAsync("GET", "/v1/books/b1:await");

        reply.Is(504, "DEADLINE", "deadline");
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task are_the_deadlines_whichever_end_of_a_call_notices_it_first()
    {
        gateway.Library.Answer = async (_, context) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(20), context.CancellationToken);
            return new Book();
        };

        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => gateway.SendAsync("GET", "/v1/books/b1:await")));

        Assert.All(replies, reply => reply.Is(504, "DEADLINE", "deadline"));
    }

    [Theory]
    [InlineData("GET", "/v1/books/b1", null, 3)]
    [InlineData("POST", "/v1/books", "{}", 3)]
    [InlineData("POST", "/v1/books:count", "{}", 1)]
    public async Task are_asked_about_again_only_where_the_method_may_be_repeated(string method, string path, string? body, int calls)
    {
        var count = 0;
        gateway.Library.Answer = (_, _) =>
        {
            Interlocked.Increment(ref count);
            throw StatusDetails.ToRpcException(Refusal.Unavailable("t"), "budgets.library", null);
        };

        (await gateway.SendAsync(method, path, body)).Is(503, "DEPENDENCY_UNAVAILABLE", "unavailable");

        Assert.Equal(calls, count);
    }

    [Fact]
    public async Task end_the_call_when_the_caller_goes_away()
    {
        var (started, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        gateway.Library.Answer = async (_, context) =>
        {
            context.CancellationToken.Register(cancelled.SetResult);
            started.SetResult();
            await Task.Delay(TimeSpan.FromSeconds(20), context.CancellationToken);
            return new Book();
        };
        using var leave = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/books/b1") { Headers = { { "Authorization", "Bearer " + gateway.Token() } } };
        var call = gateway.Http.SendAsync(request, leave.Token);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private void Refuse(Refusal refusal) =>
        gateway.Library.Answer = (_, _) => throw StatusDetails.ToRpcException(refusal, "budgets.library", null);
}
