using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Library.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Gateway.Tests.PassThrough;

public class Calls_passed_on(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task arrive_with_their_headers_and_come_back_with_their_trailers()
    {
        gateway.Library.Answer = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "x-header", "h" }, { "x-bytes-bin", [1, 2, 255] } });
            context.ResponseTrailers.Add("x-trailer", "t");
            return new Book { Title = new string('z', 300_000) };
        };
        var headers = Headers();
        headers.Add("x-custom", "c");
        headers.Add("x-custom-bin", [0, 128]);
        headers.Add("x-correlation-id", "job-1");

        using var call = gateway.Books.GetBookAsync(new GetBookRequest { BookId = "b1" }, headers);

        Assert.Equal(300_000, (await call).Title.Length);
        var received = await call.ResponseHeadersAsync;
        Assert.Equal(("h", "job-1"), (received.GetValue("x-header"), received.GetValue("x-correlation-id")));
        Assert.Equal([1, 2, 255], received.GetValueBytes("x-bytes-bin")!);
        Assert.Equal("t", call.GetTrailers().GetValue("x-trailer"));
        var sent = gateway.Library.Calls[^1].Headers;
        Assert.Equal(("c", "job-1"), (sent.GetValue("x-custom"), sent.GetValue("x-correlation-id")));
        Assert.Equal([0, 128], sent.GetValueBytes("x-custom-bin")!);
    }

    [Fact]
    public async Task bring_back_a_refusal_with_its_details()
    {
        gateway.Library.Answer = (_, _) => throw StatusDetails.ToRpcException(Refusal.Rule("X07", "Not £ this.", "reg 11"), "budgets.library", null);

        var failure = await FailureAsync(Headers());

        Assert.Equal((StatusCode.FailedPrecondition, "Not £ this."), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal("X07", StatusDetails.ReasonOf(failure));
    }

    [Fact]
    public async Task get_no_more_time_than_the_caller_has()
    {
        gateway.Library.Answer = async (_, context) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(20), context.CancellationToken);
            return new Book();
        };

        var failure = await FailureAsync(Headers(), DateTime.UtcNow.AddSeconds(2));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.InRange(gateway.Library.Calls[^1].Deadline, DateTime.UtcNow.AddSeconds(-5), DateTime.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task get_the_time_of_the_method_where_the_caller_names_none()
    {
        gateway.Library.Answer = async (_, context) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(20), context.CancellationToken);
            return new Book();
        };

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await gateway.Books.AwaitBookAsync(new GetBookRequest(), Headers()));

        Assert.Equal((StatusCode.DeadlineExceeded, "DEADLINE"), (failure.StatusCode, StatusDetails.ReasonOf(failure)));
    }

    // Caller, gateway and service watch the same instant, each by its own clock: whoever is first, the answer is the same.
    [Fact]
    public async Task end_by_the_name_of_the_deadline_whoever_notices_it_first()
    {
        gateway.Library.Answer = async (_, context) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(20), context.CancellationToken);
            return new Book();
        };
        using var http = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = true });

        // Without a clock in the caller, which would hide what the others say.
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => RawAsync(http, [0, 0, 0, 0, 0], $"{30_000 + i * 137}u")));

        Assert.All(answers, answer => Assert.Equal((4, "DEADLINE"), answer));
    }

    [Fact]
    public async Task get_a_reason_where_the_server_refuses_without_one()
    {
        using var http = new HttpClient();

        // A message whose one field ends too soon.
        Assert.Equal((13, "INTERNAL"), await RawAsync(http, [0, 0, 0, 0, 2, 0x0A, 0x05], "20S"));
    }

    [Fact]
    public async Task whose_answer_breaks_off_end_in_trailers()
    {
        gateway.Library.Answer = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            await Task.Delay(TimeSpan.FromSeconds(20), context.CancellationToken);
            return new Book();
        };
        using var http = new HttpClient();

        Assert.Equal(4, (await RawAsync(http, [0, 0, 0, 0, 0], "200m")).Code);
    }

    [Fact]
    public async Task end_when_the_caller_cancels()
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
        var call = gateway.Books.GetBookAsync(new GetBookRequest(), Headers(), cancellationToken: leave.Token);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await leave.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task need_a_token_and_the_permission()
    {
        var none = await FailureAsync([]);
        var short_ = await FailureAsync(new Metadata { { "authorization", "Bearer " + gateway.Token(["library.books.lend"]) } });

        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_INVALID"), (none.StatusCode, StatusDetails.ReasonOf(none)));
        Assert.Equal((StatusCode.PermissionDenied, "PERMISSION_REQUIRED"), (short_.StatusCode, StatusDetails.ReasonOf(short_)));
    }

    [Fact]
    public async Task are_unimplemented_where_the_contract_has_no_such_method()
    {
        var method = new Method<Book, Book>(MethodType.Unary, "personalbudgets.library.v1.BooksService", "BurnBook",
            Marshallers.Create(_ => [], _ => new Book()), Marshallers.Create(_ => [], _ => new Book()));

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await gateway.Grpc.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(Headers()), new Book()));

        Assert.Equal((StatusCode.Unimplemented, "UNIMPLEMENTED"), (failure.StatusCode, StatusDetails.ReasonOf(failure)));
    }

    [Fact]
    public async Task are_held_to_the_size_of_their_method()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await gateway.Books.CreateBookAsync(new CreateBookRequest { Book = new Book { Title = new string('a', 20_001) } }, Headers()));

        Assert.Equal((StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE"), (failure.StatusCode, StatusDetails.ReasonOf(failure)));
    }

    [Fact]
    public async Task are_unavailable_where_no_service_is()
    {
        var people = new PeopleService.PeopleServiceClient(gateway.Grpc);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await people.GetPersonAsync(
            new GetPersonRequest(), new Metadata { { "authorization", "Bearer " + gateway.Token(["assessment.people.read"]) } }));

        Assert.Equal((StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE"), (failure.StatusCode, StatusDetails.ReasonOf(failure)));
    }

    [Fact]
    public async Task run_many_at_once()
    {
        gateway.Library.Answer = (request, _) => Task.FromResult<object>(new Book { Title = ((GetBookRequest)request).BookId });
        var headers = Headers();

        var books = await Task.WhenAll(Enumerable.Range(0, 500).Select(async id =>
            (id, title: (await gateway.Books.GetBookAsync(new GetBookRequest { BookId = $"{id}" }, headers)).Title)));

        Assert.All(books, book => Assert.Equal($"{book.id}", book.title));
    }

    private Metadata Headers() => new() { { "authorization", "Bearer " + gateway.Token() } };

    private async Task<(int Code, string? Reason)> RawAsync(HttpClient http, byte[] frame, string timeout)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{gateway.Grpc.Target}/personalbudgets.library.v1.BooksService/GetBook")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new("application/grpc") } },
            Headers = { { "authorization", "Bearer " + gateway.Token() }, { "te", "trailers" }, { "grpc-timeout", timeout } },
        };
        using var response = await http.SendAsync(request);
        var details = GrpcStatus.Binary(GrpcStatus.Value(response, GrpcStatus.DetailsHeader));
        return ((int)GrpcStatus.Of(response)!.Value, details.Length > 0 ? Gateway.Errors.StatusDetails.Read(StatusCode.Unknown, details).Reason : null);
    }

    private async Task<RpcException> FailureAsync(Metadata headers, DateTime? deadline = null) =>
        await Assert.ThrowsAsync<RpcException>(async () => await gateway.Books.GetBookAsync(new GetBookRequest(), headers, deadline));
}
