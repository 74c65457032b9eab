using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.IdentityModel.Tokens;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Identity;

/// <summary>A token's claims, read strictly: each once, of the type that the contract says.</summary>
internal sealed partial record TokenClaims(Caller Caller, DateTimeOffset Expires, DateTimeOffset? NotBefore)
{
    public static TokenClaims Read(string encodedPayload, string token)
    {
        try
        {
            using var payload = JsonDocument.Parse(
                Base64UrlEncoder.DecodeBytes(encodedPayload), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            var claims = payload.RootElement;
            var caller = new Caller(
                Text(claims, "sub", Subject()), Text(claims, "organisation", Organisation()), Text(claims, "programme", ProgrammeName()), Permissions(claims), token,
                Role: claims.TryGetProperty("role", out _) ? Text(claims, "role", RoleCode()) : null);
            return new TokenClaims(
                caller,
                Instant(claims, "exp") ?? throw Refusal.TokenInvalid("EXP_MISSING", "The token has no expiry."),
                Instant(claims, "nbf"));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or DecoderFallbackException or InvalidOperationException)
        {
            throw Refusal.TokenInvalid("MALFORMED", "The token's payload cannot be read.");
        }
    }

    private static string Text(JsonElement claims, string name, Regex shape) =>
        claims.TryGetProperty(name, out var claim) && claim.ValueKind is JsonValueKind.String && claim.GetString() is { } text && shape.IsMatch(text)
            ? text
            : throw Refusal.TokenInvalid($"{name.ToUpperInvariant()}_INVALID", $"The token's {name} is missing or not valid.");

    private static HashSet<string> Permissions(JsonElement claims) =>
        claims.TryGetProperty("permissions", out var claim) && claim.ValueKind is JsonValueKind.Array
            && claim.EnumerateArray().All(permission => permission.ValueKind is JsonValueKind.String)
                ? [.. claim.EnumerateArray().Select(permission => permission.GetString()!)]
                : throw Refusal.TokenInvalid("PERMISSIONS_INVALID", "The token's permissions are missing or no list of texts.");

    private static DateTimeOffset? Instant(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var claim))
            return null;
        // Whole seconds up to the year 9999.
        return claim.ValueKind is JsonValueKind.Number && claim.TryGetInt64(out var seconds) && seconds is >= 0 and <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw Refusal.TokenInvalid($"{name.ToUpperInvariant()}_INVALID", $"The token's {name} is no number of seconds.");
    }

    [GeneratedRegex(@"\A[\x21-\x7e]{1,255}\z")]
    private static partial Regex Subject();

    [GeneratedRegex(@"\A[A-Z0-9]{3,9}\z")]
    private static partial Regex Organisation();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{0,62}\z")]
    private static partial Regex RoleCode();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{1,39}\z")]
    private static partial Regex ProgrammeName();
}
