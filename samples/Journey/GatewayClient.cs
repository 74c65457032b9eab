using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PersonalBudgets.Journey;

/// <summary>The API refused a call, with its reason.</summary>
public sealed class RefusedException(int status, string reason, string detail) : Exception($"{status} {reason}: {detail}")
{
    /// <summary>The reason, a code such as `X07`.</summary>
    public string Reason { get; } = reason;
}

/// <summary>A client of the public REST API: nothing here that another trust could not write in its own language.</summary>
public sealed class GatewayClient(HttpClient http, string programme)
{
    private readonly ConcurrentDictionary<Persona, Task<string>> tokens = new();

    /// <summary>Reads a resource.</summary>
    public Task<JsonObject> GetAsync(Persona persona, string path) => SendAsync(persona, HttpMethod.Get, path, null, null, null);

    /// <summary>Creates a resource or calls a custom method.</summary>
    /// <param name="persona">Who calls.</param>
    /// <param name="path">The route.</param>
    /// <param name="body">The body.</param>
    /// <param name="requestId">Makes the call safe to repeat.</param>
    /// <param name="etag">The version that was seen, where the method needs it.</param>
    public Task<JsonObject> PostAsync(Persona persona, string path, JsonNode body, string requestId, string? etag = null) =>
        SendAsync(persona, HttpMethod.Post, path, body, requestId, etag);

    /// <summary>Changes a resource.</summary>
    public Task<JsonObject> PatchAsync(Persona persona, string path, JsonNode body, string requestId, string etag) =>
        SendAsync(persona, HttpMethod.Patch, path, body, requestId, etag);

    private async Task<JsonObject> SendAsync(Persona persona, HttpMethod method, string path, JsonNode? body, string? requestId, string? etag)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(persona));
            if (requestId is not null)
            {
                request.Headers.Add("X-Request-ID", requestId);
            }

            if (etag is not null)
            {
                request.Headers.Add("If-Match", $"W/\"{etag}\"");
            }

            using var response = await http.SendAsync(request);
            var answer = await response.Content.ReadFromJsonAsync<JsonObject>() ?? [];
            if (response.IsSuccessStatusCode)
            {
                return answer;
            }

            // Neither says whether it was done: the same request id makes it safe to ask again.
            if ((int)response.StatusCode is 503 or 504 && attempt < 20)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250 * attempt));
                continue;
            }

            throw new RefusedException((int)response.StatusCode, Text(answer, "reason"), $"{method} {path}: {Text(answer, "detail")} {answer["violations"]?.ToJsonString()}");
        }
    }

    private Task<string> TokenAsync(Persona persona) => tokens.GetOrAdd(persona, async who =>
    {
        var ask = new JsonObject { ["persona"] = who.Name, ["programme"] = programme };
        if (who.Organisation is not null)
        {
            ask["organisation"] = who.Organisation;
        }

        using var response = await http.PostAsJsonAsync("/dev/token", ask);
        response.EnsureSuccessStatusCode();
        return Text(await response.Content.ReadFromJsonAsync<JsonObject>() ?? [], "access_token");
    });

    private static string Text(JsonObject json, string member) => json[member]?.GetValue<string>() ?? "";
}
