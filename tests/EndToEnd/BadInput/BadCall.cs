using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>A call of a method over REST that is right but for what a test changes.</summary>
internal sealed class BadCall
{
    private const string SomeId = "01980000-0000-7000-8000-000000000001";

    private readonly Route _route;

    public BadCall(MethodDescriptor method)
    {
        Method = method;
        _route = Route.Of(method);
        Body = ValidBody.Of(method, _route)?.ToJsonString();
        RequestId = method.IsMutation() ? Guid.NewGuid().ToString() : null;
        Etag = method.InputType.FindFieldByName("etag") is null ? null : "W/\"1\"";
    }

    public MethodDescriptor Method { get; }

    public string? Token { get; init; }

    /// <summary>Of a method that streams, its lines.</summary>
    public string? Body { get; init; }

    public string? RequestId { get; init; }

    public string? Etag { get; init; }

    /// <summary>The value of the path's variables.</summary>
    public string PathValue { get; init; } = SomeId;

    public async Task<Answer> SendAsync(HttpClient http)
    {
        var path = _route.Path(name => Method.InputType.FindFieldByName(name) is { } field && ValidBody.Format(field) == Options.V1.FieldFormat.Code ? "X07" : PathValue);
        using var request = new HttpRequestMessage(_route.Verb, path);
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (RequestId is not null)
            request.Headers.Add("X-Request-ID", RequestId);
        if (Etag is not null)
            request.Headers.Add("If-Match", Etag);
        if (Body is not null)
            request.Content = new StringContent(Body, Encoding.UTF8, Method.IsClientStreaming ? "application/x-ndjson" : "application/json");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", JsonNode.Parse(text)?.AsObject() ?? []);
    }
}

/// <summary>What a bad call was answered.</summary>
internal sealed record Answer(int Status, string MediaType, JsonObject Body)
{
    public string Reason => Body["reason"]?.GetValue<string>() ?? "";

    public IReadOnlyList<string> Pointers =>
        [.. (Body["violations"]?.AsArray() ?? []).Select(violation => violation!["pointer"]?.GetValue<string>() ?? "")];

    /// <summary>Asserts a problem document with this status and reason.</summary>
    public void Is(int status, string reason)
    {
        Assert.True((status, reason) == (Status, Reason), $"expected {status} {reason}, got {Status}: {Body.ToJsonString()}");
        Assert.Equal("application/problem+json", MediaType);
    }
}
