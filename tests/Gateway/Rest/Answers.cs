using Grpc.Core;
using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Library.V1;

namespace PersonalBudgets.Gateway.Tests.Rest;

public class Answers(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task reach_the_method_with_its_path_variables_and_parameters()
    {
        gateway.Library.Answer = (_, _) => Task.FromResult<object>(new Book { BookId = "b1", Title = "Zoë", PricePence = 9_007_199_254_740_993, Etag = "3" });

        var reply = await gateway.SendAsync("GET", "/v1/shelves/s%201/books/b1?withChapters=true");

        Assert.Equal(200, (int)reply.Status);
        Assert.Equal(new GetBookRequest { BookId = "b1", ShelfId = "s 1", WithChapters = true }, gateway.Library.LastRequest);
        Assert.Equal(("Zoë", "9007199254740993"), (reply.Text("title"), reply.Text("pricePence")));
        Assert.Equal("W/\"3\"", reply.Header("ETag"));
        Assert.Equal("application/json", reply.Header("Content-Type"));
    }

    [Fact]
    public async Task read_every_kind_of_parameter()
    {
        await gateway.SendAsync("GET",
            "/v1/books?page_size=5&pageToken=t&genres=GENRE_LAW&genres=GENRE_POETRY&printedAfter=2026-01-01T00:00:00Z&price.fromPence=-7&price.to_pence=8&leastWords=9&readMask=title,printedTime");

        var request = (ListBooksRequest)gateway.Library.LastRequest;
        Assert.Equal((5, "t", -7, 8, 9), (request.PageSize, request.PageToken, request.Price.FromPence, request.Price.ToPence, request.LeastWords));
        Assert.Equal([Genre.Law, Genre.Poetry], request.Genres);
        Assert.Equal(1767225600, request.PrintedAfter.Seconds);
        Assert.Equal(["title", "printed_time"], request.ReadMask.Paths);
    }

    [Fact]
    public async Task are_201_with_a_location_where_something_was_created()
    {
        gateway.Library.Answer = (_, _) => Task.FromResult<object>(new Book { BookId = "b 7", Etag = "1" });

        var reply = await gateway.SendAsync("POST", "/v1/books", """{"title":"T"}""");

        Assert.Equal((201, "/v1/books/b%207", "W/\"1\""), ((int)reply.Status, reply.Header("Location"), reply.Header("ETag")));
    }

    [Fact]
    public async Task give_the_etag_of_the_one_resource_in_them()
    {
        gateway.Library.Answer = (_, _) => Task.FromResult<object>(new LendBookResponse { Book = new Book { Etag = "9" } });

        var reply = await gateway.SendAsync("POST", "/v1/books/b1:lend", """{"readerId":"r"}""", request => request.Headers.TryAddWithoutValidation("If-Match", "W/\"8\""));

        Assert.Equal((200, "W/\"9\""), ((int)reply.Status, reply.Header("ETag")));
        var sent = (LendBookRequest)gateway.Library.LastRequest;
        Assert.Equal(("b1", "r", "8"), (sent.BookId, sent.ReaderId, sent.Etag));
    }

    [Fact]
    public async Task say_when_they_are_stored_ones()
    {
        gateway.Library.Answer = (_, context) =>
        {
            context.ResponseTrailers.Add("idempotency-hit", "true");
            return Task.FromResult<object>(new Book());
        };

        var reply = await gateway.SendAsync("POST", "/v1/books", "{}");

        Assert.Equal("true", reply.Header("Idempotency-Hit"));
    }

    [Fact]
    public async Task make_a_mask_of_the_members_that_a_patch_has()
    {
        await gateway.SendAsync("PATCH", "/v1/books/b1", """{"title":null,"price_pence":5,"chapters":[{"heading":"h"}]}""");

        var request = (UpdateBookRequest)gateway.Library.LastRequest;
        Assert.Equal(["title", "price_pence", "chapters"], request.UpdateMask.Paths);
        Assert.Equal(("b1", 5), (request.Book.BookId, request.Book.PricePence));
    }

    [Fact]
    public async Task keep_a_mask_that_the_caller_gives()
    {
        await gateway.SendAsync("PATCH", "/v1/books/b1?updateMask=title", """{"title":"a","pages":5}""");

        Assert.Equal(["title"], ((UpdateBookRequest)gateway.Library.LastRequest).UpdateMask.Paths);
    }

    [Fact]
    public async Task carry_the_ids_and_the_purpose_of_the_caller()
    {
        var id = Guid.NewGuid().ToString().ToUpperInvariant();

        var reply = await gateway.SendAsync("POST", "/v1/books", "{}", request =>
        {
            request.Headers.Remove("X-Request-ID");
            request.Headers.Add("X-Request-ID", id);
            request.Headers.Add("X-Correlation-ID", "job/7");
            request.Headers.Add("X-Purpose", "COMPLAINT");
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        });

        Assert.Equal((id, "job/7"), (reply.Header("X-Request-ID"), reply.Header("X-Correlation-ID")));
        Assert.Equal(id.ToLowerInvariant(), ((CreateBookRequest)gateway.Library.LastRequest).RequestId);
        var headers = gateway.Library.Calls[^1].Headers;
        Assert.Equal(("job/7", "COMPLAINT"), (headers.GetValue("x-correlation-id"), headers.GetValue("x-purpose")));
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", headers.GetValue("traceparent"), StringComparison.Ordinal);
        Assert.StartsWith("Bearer ", headers.GetValue("authorization"), StringComparison.Ordinal);
        Assert.InRange(gateway.Library.Calls[^1].Deadline, DateTime.UtcNow.AddSeconds(1), DateTime.UtcNow.AddSeconds(5));
    }

    [Fact]
    public async Task are_not_to_be_kept_nor_guessed_at()
    {
        var reply = await gateway.SendAsync("GET", "/v1/books/b1");

        Assert.Equal(("no-store", "nosniff", null), (reply.Header("Cache-Control"), reply.Header("X-Content-Type-Options"), reply.Header("Server")));
        Assert.True(Guid.TryParse(reply.Header("X-Correlation-ID"), out _));
    }

    [Fact]
    public async Task take_a_verb_without_a_body_and_a_request_id_in_the_body()
    {
        var id = Guid.NewGuid().ToString();
        await gateway.SendAsync("POST", "/v1/books/b1:lend", null, request => request.Headers.TryAddWithoutValidation("If-Match", "\"2\""));
        Assert.Equal("2", ((LendBookRequest)gateway.Library.LastRequest).Etag);

        await gateway.SendAsync("POST", "/v1/books/b1:lend", $$"""{"etag":"2","requestId":"{{id}}"}""", request => request.Headers.Remove("X-Request-ID"));

        Assert.Equal(id, ((LendBookRequest)gateway.Library.LastRequest).RequestId);
    }
}
