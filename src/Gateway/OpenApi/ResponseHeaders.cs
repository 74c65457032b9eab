using System.Text.Json.Nodes;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>The headers of answers, by the name that answers refer to.</summary>
internal static class ResponseHeaders
{
    public static JsonObject All() => new()
    {
        ["CorrelationId"] = Header("The request's X-Correlation-ID, or one made here.", "string", Parameters.ExampleCorrelationId),
        ["RequestId"] = Header("The request's X-Request-ID.", "string", Parameters.ExampleRequestId),
        ["IdempotencyHit"] = Header("`true` where the request was answered before and this is that answer.", "string", "true"),
        ["ETag"] = Header("The version of the resource, for If-Match.", "string", "W/\"1\""),
        ["Location"] = Header("The path of what was made.", "string", "/v1/people/019a8b1e-7c00-7000-8000-000000000001"),
        ["RetryAfter"] = Header("Seconds to wait before the next attempt.", "integer", 2),
        ["Challenge"] = Header("`Bearer`, with the error where a token came.", "string", "Bearer error=\"invalid_token\""),
    };

    private static JsonObject Header(string description, string type, JsonNode example) =>
        new() { ["description"] = description, ["schema"] = new JsonObject { ["type"] = type }, ["example"] = example };
}
