using System.Net.Http.Headers;
using PersonalBudgets.Gateway.Tests.Support;

namespace PersonalBudgets.Gateway.Tests.Rest;

public class Refusals_at_the_door(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Theory]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/books/b1/")]
    [InlineData("/v1//b1")]
    [InlineData("/v1/books/b1:burn")]
    [InlineData("/v1/books/b1:")]
    [InlineData("/elsewhere")]
    public async Task name_a_path_that_is_none(string path)
    {
        var reply = await gateway.SendAsync("GET", path);

        reply.Is(404, "ROUTE_NOT_FOUND", "not-found");
        Assert.Equal(path, reply.Text("instance"));
    }

    [Fact]
    public async Task say_which_methods_a_path_knows()
    {
        var reply = await gateway.SendAsync("DELETE", "/v1/books/b1");

        reply.Is(405, "METHOD_NOT_ALLOWED", "method-not-allowed");
        Assert.Equal("GET, PATCH", reply.Header("Allow"));
    }

    [Theory]
    [InlineData(null, "MISSING", "Bearer")]
    [InlineData("Basic eA==", "SCHEME", "Bearer error=\"invalid_token\"")]
    [InlineData("Bearer rubbish", "MALFORMED", "Bearer error=\"invalid_token\"")]
    public async Task want_a_token(string? authorization, string fault, string challenge)
    {
        var reply = await gateway.SendAsync("POST", "/v1/books", "{", request =>
        {
            request.Headers.Remove("Authorization");
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
        });

        reply.Is(401, "TOKEN_INVALID", "token-invalid");
        Assert.Equal((fault, challenge), (reply.Body["metadata"]!["fault"]!.GetValue<string>(), reply.Header("WWW-Authenticate")));
    }

    [Fact]
    public async Task want_the_permission_before_they_look_at_anything_else()
    {
        var reply = await gateway.SendAsync("POST", "/v1/books?nope=1", "{", token: gateway.Token(["library.books.read"]));

        reply.Is(403, "PERMISSION_REQUIRED", "forbidden");
        Assert.Equal("library.books.write", reply.Body["metadata"]!["permission"]!.GetValue<string>());
    }

    [Fact]
    public async Task want_the_organisation_of_the_token()
    {
        var other = await gateway.SendAsync("GET", "/v1/books/b1", change: request => request.Headers.Add("NHSD-End-User-Organisation-ODS", "RX1"));
        var own = await gateway.SendAsync("GET", "/v1/books/b1", change: request => request.Headers.Add("NHSD-End-User-Organisation-ODS", RunningGateway.Organisation));

        other.Is(403, "ORGANISATION_MISMATCH", "forbidden");
        Assert.Equal(200, (int)own.Status);
    }

    [Theory]
    [InlineData("/v1/books/9990000018")]
    [InlineData("/v1/books/x-999%20000%200018")]
    [InlineData("/v1/books?pageToken=999-000-0018")]
    [InlineData("/v1/books?9990000018=1")]
    public async Task take_no_identifier_in_a_url_and_do_not_repeat_it(string path)
    {
        var reply = await gateway.SendAsync("GET", path);

        reply.Is(400, "IDENTIFIER_IN_URL", "field-invalid");
        Assert.DoesNotContain("0018", reply.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task read_and_write_json_only()
    {
        var xml = await gateway.SendAsync("POST", "/v1/books", "<a/>", contentType: "application/xml");
        var untyped = await gateway.SendAsync("POST", "/v1/books", "{}", contentType: null);
        var latin = await gateway.SendAsync("POST", "/v1/books", "{}", contentType: "application/json; charset=iso-8859-1");
        var zipped = await gateway.SendAsync("POST", "/v1/books", "{}", request => request.Content!.Headers.ContentEncoding.Add("gzip"));
        var utf8 = await gateway.SendAsync("POST", "/v1/books", "{}", contentType: "application/json; charset=UTF-8");
        var html = await gateway.SendAsync("GET", "/v1/books/b1", change: request => request.Headers.Accept.ParseAdd("text/html, application/json;q=0"));
        var any = await gateway.SendAsync("GET", "/v1/books/b1", change: request => request.Headers.Accept.ParseAdd("text/html, */*;q=0.1"));

        Assert.All([xml, untyped, latin, zipped], reply => reply.Is(415, "MEDIA_TYPE_UNSUPPORTED", "media-type"));
        html.Is(406, "NOT_ACCEPTABLE", "not-acceptable");
        Assert.Equal((201, 200), ((int)utf8.Status, (int)any.Status));
    }

    [Theory]
    [InlineData(20_000, 201)]
    [InlineData(20_001, 413)]
    public async Task hold_a_body_to_the_limit_of_its_method(int length, int status)
    {
        var body = "{\"title\":\"" + new string('a', length - 12) + "\"}";

        var told = await gateway.SendAsync("POST", "/v1/books", body);
        var chunked = await gateway.SendAsync("POST", "/v1/books", body, request => request.Headers.TransferEncodingChunked = true);

        Assert.Equal((status, status), ((int)told.Status, (int)chunked.Status));
        if (status == 413)
            Assert.All([told, chunked], reply => reply.Is(413, "REQUEST_TOO_LARGE", "too-large"));
    }

    [Fact]
    public async Task name_every_fault_of_body_query_and_headers_at_once()
    {
        var reply = await gateway.SendAsync("POST", "/v1/books?limit=3&requestId=a&requestId=b", """{"pages":1.5,"nope":1,"genre":"CRIME"}""", request =>
        {
            request.Headers.Remove("X-Request-ID");
            request.Headers.TryAddWithoutValidation("X-Request-ID", "not-a-uuid");
        });

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal(
            [
                "/pages book.pages NUMBER_NOT_WHOLE", "/nope book.nope MEMBER_UNKNOWN", "/genre book.genre ENUM_UNKNOWN", "- limit PARAMETER_UNKNOWN",
                "- request_id PARAMETER_DUPLICATE", "- request_id UUID", "- request_id VALUES_CONTRADICT",
            ],
            reply.Violations);
        Assert.Null(reply.Header("X-Request-ID"));
    }

    [Fact]
    public async Task name_what_the_rules_of_the_contract_miss_together_with_the_faults_of_the_body()
    {
        var reply = await gateway.SendAsync("POST", "/v1/people", """{"nhsNumber":12,"birthDate":"2020-02-30"}""",
            token: gateway.Token(["assessment.people.write"]));

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Contains("/nhsNumber person.nhs_number TYPE_WRONG", reply.Violations);
        Assert.Contains(reply.Violations, violation => violation.StartsWith("/birthDate person.birth_date ", StringComparison.Ordinal));
        Assert.Contains("/familyName person.family_name REQUIRED", reply.Violations);
        Assert.Single(reply.Violations, violation => violation.Contains("nhs_number", StringComparison.Ordinal));
    }

    [Fact]
    public async Task see_where_body_path_and_headers_contradict()
    {
        var reply = await gateway.SendAsync("POST", "/v1/books/b1:lend",
            """{"bookId":"b2","request_id":"5e55d2a6-7e0f-4b5e-9c0f-000000000001","etag":"1"}""", request => request.Headers.TryAddWithoutValidation("If-Match", "\"2\""));

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Contains("/bookId book_id VALUES_CONTRADICT", reply.Violations);
        Assert.Contains("/request_id request_id VALUES_CONTRADICT", reply.Violations);
        Assert.Contains("/etag etag VALUES_CONTRADICT", reply.Violations);
    }

    [Fact]
    public async Task want_a_request_id_for_a_change()
    {
        var reply = await gateway.SendAsync("POST", "/v1/books", "{}", request => request.Headers.Remove("X-Request-ID"));

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal(["- request_id REQUIRED"], reply.Violations);
    }

    [Fact]
    public async Task want_the_etag_that_a_change_needs()
    {
        var missing = await gateway.SendAsync("POST", "/v1/books/b1:lend", "{}");
        var list = await gateway.SendAsync("POST", "/v1/books/b1:lend", "{}", request => request.Headers.TryAddWithoutValidation("If-Match", "\"1\", \"2\""));
        var star = await gateway.SendAsync("POST", "/v1/books/b1:lend", "{}", request => request.Headers.TryAddWithoutValidation("If-Match", "*"));
        var needless = await gateway.SendAsync("POST", "/v1/books", "{}", request => request.Headers.TryAddWithoutValidation("If-Match", "\"1\""));

        missing.Is(428, "ETAG_REQUIRED", "etag-required");
        Assert.All([list, star, needless], reply => reply.Is(400, "FIELD_INVALID", "field-invalid"));
    }

    [Fact]
    public async Task take_no_body_where_none_belongs()
    {
        var reply = await gateway.SendAsync("GET", "/v1/books/b1", "{}");

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal(["  BODY_UNEXPECTED"], reply.Violations);
    }

    [Fact]
    public async Task take_no_correlation_id_that_could_break_a_log()
    {
        var reply = await gateway.SendAsync("GET", "/v1/books/b1", change: request => request.Headers.TryAddWithoutValidation("X-Correlation-ID", "a b"));
        var tooLong = await gateway.SendAsync("GET", "/v1/books/b1", change: request => request.Headers.Add("X-Correlation-ID", new string('a', 129)));

        Assert.All([reply, tooLong], one => one.Is(400, "FIELD_INVALID", "field-invalid"));
        Assert.Null(reply.Header("X-Correlation-ID"));
    }

    [Fact]
    public async Task take_no_purpose_that_is_not_on_the_list()
    {
        var reply = await gateway.SendAsync("GET", "/v1/books/b1", change: request =>
        {
            request.Headers.Add("X-Purpose", "CURIOSITY");
            request.Headers.Add("X-Correlation-ID", new string('a', 129));
        });

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal(["- x-correlation-id HEADER_MALFORMED", "- x-purpose PURPOSE_UNKNOWN"], reply.Violations);
    }

    [Fact]
    public async Task never_reach_the_service()
    {
        var before = gateway.Library.Calls.Count;

        await gateway.SendAsync("POST", "/v1/books", """{"title":1}""");
        await gateway.SendAsync("POST", "/v1/books", "{");
        await gateway.SendAsync("POST", "/v1/books", "{}", token: gateway.Token([]));

        Assert.Equal(before, gateway.Library.Calls.Count);
    }
}
