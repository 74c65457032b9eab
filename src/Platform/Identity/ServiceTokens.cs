using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Platform.Identity;

/// <summary>The service's own tokens, for work without a caller: OAuth 2 client credentials, one token a programme, kept until shortly before it expires.</summary>
internal sealed class ServiceTokens(ServiceIdentity service, IHttpClientFactory clients, IOptions<IdentitySettings> settings, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> _tokens = new(StringComparer.Ordinal);

    public async ValueTask<string> GetAsync(string programme, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_tokens.TryGetValue(programme, out var known) && now < known.Until)
            return known.Token;

        var answer = await RequestAsync(programme, cancellationToken);
        _tokens[programme] = (answer.AccessToken, now + TimeSpan.FromSeconds(answer.ExpiresIn) - Margin);
        return answer.AccessToken;
    }

    private async Task<Answer> RequestAsync(string programme, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(settings.Value.TokenEndpoint))
            throw new InvalidOperationException("This service has no way to a token of its own: set Identity__TokenEndpoint and Identity__ClientSecret.");
        using var client = clients.CreateClient(SigningKeys.HttpClientName);
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_id", $"service:{service.Name}"),
            new("client_secret", settings.Value.ClientSecret ?? ""),
            new("programme", programme),
        ]);
        try
        {
            using var response = await client.PostAsync(settings.Value.TokenEndpoint, form, cancellationToken);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<Answer>(cancellationToken) ?? throw new JsonException();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Refusal.Unavailable("The issuer of tokens gave this service none.");
        }
    }

    private sealed record Answer(
        [property: JsonPropertyName("access_token"), JsonRequired] string AccessToken,
        [property: JsonPropertyName("expires_in"), JsonRequired] int ExpiresIn);
}
