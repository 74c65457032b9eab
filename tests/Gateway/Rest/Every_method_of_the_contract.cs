using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Gateway.Routes;
using PersonalBudgets.Gateway.Tests.Support;

namespace PersonalBudgets.Gateway.Tests.Rest;

/// <summary>The faults that any method can be sent, tried on each of them.</summary>
public class Every_method_of_the_contract(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Id = "0199b2c0-0000-7000-8000-000000000001";

    public static TheoryData<string> Routes => [.. new RouteTable(Contracts.Contract.Services).Routes.Select(route => $"{route.HttpMethod} {route.Template.Text}")];

    // A streamed body is in Streams: a line with faults need not be the end of it.
    public static TheoryData<string> RoutesWithBody =>
        [.. new RouteTable(Contracts.Contract.Services).Routes.Where(route => route.Body is not null && !route.Method.StreamsIn).Select(route => $"{route.HttpMethod} {route.Template.Text}")];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task wants_a_token(string name)
    {
        var reply = await SendAsync(Find(name), "{}", token: "rubbish");

        reply.Is(401, "TOKEN_INVALID", "token-invalid");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task wants_its_permission_and_no_other(string name)
    {
        var route = Find(name);
        var others = Contracts.Contract.Methods.Select(method => Contracts.Contract.Rules(method)!.Permission).Where(permission => permission != route.Method.Facts.Permission).Distinct();

        var reply = await SendAsync(route, "{}", token: gateway.Token(others, "persona:all-but-one"));

        reply.Is(403, "PERMISSION_REQUIRED", "forbidden");
        Assert.Equal(route.Method.Facts.Permission, reply.Body["metadata"]!["permission"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task takes_no_parameter_that_it_does_not_have(string name)
    {
        var reply = await SendAsync(Find(name), "{}", query: "?noSuchParameter=1");

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Contains("- noSuchParameter PARAMETER_UNKNOWN", reply.Violations);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task is_unavailable_where_its_service_is_not_there(string name)
    {
        var reply = await SendAsync(Find(name), "{}", etag: true);

        reply.Is(503, "DEPENDENCY_UNAVAILABLE", "unavailable");
    }

    [Theory]
    [MemberData(nameof(RoutesWithBody))]
    public async Task names_unknown_and_duplicate_members_and_the_missing_request_id(string name)
    {
        var route = Find(name);

        var reply = await SendAsync(route, """{"noSuchMember":1,"noSuchMember":2,"nor\/this":{"a":[{}]}}""", requestId: false);

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal(["/noSuchMember", "/noSuchMember", "/nor~1this"], reply.Violations.Take(3).Select(violation => violation.Split(' ')[0]));
        Assert.Equal(route.Method.RequestId is not null, reply.Violations.Any(violation => violation.EndsWith(" request_id REQUIRED", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(RoutesWithBody))]
    public async Task names_the_wrong_type_of_every_field(string name)
    {
        var route = Find(name);
        var members = route.Body!.Fields.Where(field => !route.Variables.Any(variable => variable.Text == field.Name)).ToArray();

        var reply = await SendAsync(route, "{" + string.Join(',', members.Select(field => $"\"{field.JsonName}\":{(field.Descriptor.IsRepeated ? "{}" : "[]")}")) + "}");

        if (members.Length == 0)
            return;
        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Equal(
            members.Select(field => $"/{field.JsonName}").Order(),
            reply.Violations.Where(violation => violation.EndsWith(" TYPE_WRONG", StringComparison.Ordinal)).Select(violation => violation.Split(' ')[0]).Order());
    }

    [Theory]
    [MemberData(nameof(RoutesWithBody))]
    public async Task says_where_a_body_stops_being_json(string name)
    {
        var reply = await SendAsync(Find(name), "{\"a\":");

        reply.Is(400, "FIELD_INVALID", "field-invalid");
        Assert.Contains("JSON_MALFORMED", Assert.Single(reply.Violations), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RoutesWithBody))]
    public async Task takes_no_more_than_its_limit(string name)
    {
        var route = Find(name);

        var reply = await SendAsync(route, "{\"a\":\"" + new string('a', route.Method.MaximumRequestBytes) + "\"}");

        reply.Is(413, "REQUEST_TOO_LARGE", "too-large");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task wants_an_etag_where_it_changes_what_others_may_have_changed(string name)
    {
        var route = Find(name);
        if (!route.Method.EtagRequired)
            return;

        var reply = await SendAsync(route, "{}");

        reply.Is(428, "ETAG_REQUIRED", "etag-required");
    }

    private RestRoute Find(string name) =>
        gateway.Services.GetRequiredService<RouteTable>().Routes.Single(route => $"{route.HttpMethod} {route.Template.Text}" == name);

    private Task<Reply> SendAsync(RestRoute route, string body, string query = "", string? token = null, bool requestId = true, bool etag = false)
    {
        var path = string.Concat(route.Template.Segments.Select(segment => "/" + (segment.IsVariable ? Id : segment.Text)))
            + (route.Template.Verb.Length > 0 ? ":" + route.Template.Verb : "");
        return gateway.SendAsync(route.HttpMethod, path + query, route.Body is null ? null : body, request =>
        {
            if (!requestId)
                request.Headers.Remove("X-Request-ID");
            if (etag && route.Method.Etag is not null)
                request.Headers.TryAddWithoutValidation("If-Match", "W/\"1\"");
        }, route.Method.StreamsIn ? "application/x-ndjson" : "application/json", token ?? gateway.Token([route.Method.Facts.Permission!]));
    }
}
