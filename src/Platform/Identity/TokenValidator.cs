using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Identity;

/// <summary>
/// Checks bearer tokens: gateway and services the same way (RFC 9068 access tokens, RFC 8725's advice). Every refusal is UNAUTHENTICATED
/// with a <c>fault</c> that says which check failed, except that an issuer that does not answer is UNAVAILABLE.
/// </summary>
public sealed class TokenValidator(SigningKeys keys, TokenCache cache, IOptions<IdentitySettings> settings, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private const int LongestToken = 8 * 1024;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>Who the caller is.</summary>
    /// <param name="authorization">The <c>Authorization</c> header: <c>Bearer TOKEN</c>.</param>
    /// <param name="cancellationToken">Ends the wait for the issuer's keys.</param>
    /// <exception cref="Refusal">TOKEN_INVALID, or UNAVAILABLE.</exception>
    public async ValueTask<Caller> ValidateAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(authorization))
            throw Refusal.TokenInvalid("MISSING", "This call needs a bearer token.");
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw Refusal.TokenInvalid("SCHEME", "The authorization is no bearer token.");
        var text = authorization[Scheme.Length..].Trim();
        if (text.Length > LongestToken)
            throw Refusal.TokenInvalid("TOO_LARGE", "The token is longer than 8 KiB.");
        if (cache.Find(text) is { } known)
            return known;

        var token = Parse(text);
        RequireHeader(token);
        var key = await keys.FindAsync(token.Kid, cancellationToken)
            ?? throw Refusal.TokenInvalid("KEY_UNKNOWN", "The issuer has no key of the token's key id.");
        await RequireSignatureAsync(token, key);
        var claims = TokenClaims.Read(token.EncodedPayload, text);
        RequireLifetime(claims);
        cache.Add(text, claims);
        return claims.Caller;
    }

    private static JsonWebToken Parse(string text)
    {
        try
        {
            return text.Count(character => character is '.') is 2 ? Handler.ReadJsonWebToken(text) : throw new SecurityTokenMalformedException();
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            throw Refusal.TokenInvalid("MALFORMED", "The token cannot be read.");
        }
    }

    private static void RequireHeader(JsonWebToken token)
    {
        if (token.Typ is not ("at+jwt" or "application/at+jwt"))
            throw Refusal.TokenInvalid("TYPE", "The token is no access token: its type is not at+jwt.");
        if (!Algorithms.Contains(token.Alg, StringComparer.Ordinal))
            throw Refusal.TokenInvalid("ALGORITHM", "The token's algorithm is not RS256 or ES256.");
        if (token.TryGetHeaderValue<object>("crit", out _) || token.TryGetHeaderValue<object>("b64", out _))
            throw Refusal.TokenInvalid("HEADER", "The token's header asks for what is not supported.");
        if (string.IsNullOrEmpty(token.Kid))
            throw Refusal.TokenInvalid("KEY_MISSING", "The token names no key.");
    }

    private async Task RequireSignatureAsync(JsonWebToken token, SecurityKey key)
    {
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = Algorithms,
            ValidIssuer = settings.Value.Issuer,
            ValidAudience = IdentitySettings.Audience,
            RequireSignedTokens = true,
            // Read from the claims themselves afterwards, by the clock that the rest of the process has.
            ValidateLifetime = false,
            TryAllIssuerSigningKeys = false,
        });
        if (result.IsValid)
            return;
        throw result.Exception switch
        {
            SecurityTokenInvalidIssuerException => Refusal.TokenInvalid("ISSUER", "The token's issuer is not trusted."),
            SecurityTokenInvalidAudienceException => Refusal.TokenInvalid("AUDIENCE", $"The token is not for {IdentitySettings.Audience}."),
            _ => Refusal.TokenInvalid("SIGNATURE", "The token's signature does not hold."),
        };
    }

    private void RequireLifetime(TokenClaims claims)
    {
        var now = time.GetUtcNow();
        if (claims.Expires + Skew <= now)
            throw Refusal.TokenInvalid("EXPIRED", "The token has expired.");
        if (claims.NotBefore - Skew > now)
            throw Refusal.TokenInvalid("NOT_YET_VALID", "The token is not valid yet.");
    }
}
