using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts.Documentation;
using PersonalBudgets.Gateway.Rest;
using PersonalBudgets.Gateway.Routes;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>The answers of one route: the good one, and a problem document for each status that it can be refused with.</summary>
internal sealed class Responses(Schemas schemas, ProblemDocuments problems)
{
    private static readonly string[] Always =
    [
        "FIELD_INVALID", "HTTP_MALFORMED", "TOKEN_INVALID", "PERMISSION_REQUIRED", "ORGANISATION_MISMATCH", "NOT_ACCEPTABLE",
        "RATE_LIMITED", "RESOURCE_EXHAUSTED", "INTERNAL", "DEPENDENCY_UNAVAILABLE", "DEADLINE",
    ];

    public JsonObject Of(RestRoute route)
    {
        var responses = new JsonObject { [route.Created is null ? "200" : "201"] = Good(route) };
        foreach (var refusals in ReasonsOf(route).GroupBy(reason => reason.Status).OrderBy(group => group.Key))
            responses[$"{refusals.Key}"] = problems.Response([.. refusals], route.Method.Descriptor.Name);
        return responses;
    }

    /// <summary>What a route can be refused for: what every one can, what its kind brings, and what its method says.</summary>
    public static IEnumerable<Reason> ReasonsOf(RestRoute route)
    {
        var method = route.Method;
        string[] shared =
        [
            .. Always,
            .. route.Body is null ? [] : (string[])["REQUEST_TOO_LARGE", "MEDIA_TYPE_UNSUPPORTED"],
            .. method.RequestId is null ? [] : (string[])["REQUEST_ID_REUSED", "CONFLICT", "PROGRAMME_UNKNOWN"],
            .. method.Etag is null ? [] : (string[])["ETAG_MISMATCH"],
            .. method.EtagRequired ? (string[])["ETAG_REQUIRED"] : [],
        ];
        return shared.Select(Reasons.Find).OfType<Reason>().Concat(Reasons.Of(method.Descriptor, route.Variables.Select(variable => variable.Text))).Distinct();
    }

    private JsonObject Good(RestRoute route)
    {
        var message = route.Method.Descriptor.OutputType;
        var headers = new JsonObject { ["X-Correlation-ID"] = Header("CorrelationId") };
        if (route.Method.RequestId is not null)
        {
            headers["X-Request-ID"] = Header("RequestId");
            headers["Idempotency-Hit"] = Header("IdempotencyHit");
        }

        if (route.Method.ResponseEtag.Count > 0)
            headers["ETag"] = Header("ETag");
        if (route.Created is not null)
            headers["Location"] = Header("Location");
        return new JsonObject
        {
            ["description"] = Comments.Of(message),
            ["headers"] = headers,
            ["content"] = Content(message, Travel.Answer, route.Method.Descriptor.IsServerStreaming, schemas.Reference(message, Travel.Answer), Examples.OfAnswer(message)),
        };
    }

    /// <summary>A body: JSON, or for a stream a message on each line.</summary>
    public static JsonObject Content(MessageDescriptor message, Travel travel, bool isStream, JsonObject schema, JsonNode? example)
    {
        if (!isStream)
        {
            var content = new JsonObject { ["schema"] = schema };
            if (example is not null)
                content["example"] = example;
            return new JsonObject { ["application/json"] = content };
        }

        var end = travel == Travel.Answer ? " A failure after the first line is the last line: `{\"error\": problem}`." : "";
        var lines = new JsonObject
        {
            ["schema"] = new JsonObject
            {
                ["type"] = "string",
                ["description"] = $"One `{message.Name}` in JSON on each line, as `contentSchema` has it.{end}",
                ["contentMediaType"] = RestStreams.MediaType,
                ["contentSchema"] = schema,
            },
        };
        if (example is not null)
            lines["example"] = example.ToJsonString() + "\n";
        return new JsonObject { [RestStreams.MediaType] = lines };
    }

    private static JsonObject Header(string name) => new() { ["$ref"] = "#/components/headers/" + name };
}
