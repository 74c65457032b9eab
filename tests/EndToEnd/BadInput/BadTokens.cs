using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PersonalBudgets.EndToEnd.Tests.Faults;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>Tokens that are right in all but one thing.</summary>
internal static class BadTokens
{
    /// <summary>One of the development issuer whose time is over.</summary>
    public static Task<string> ExpiredAsync(HttpClient http, string persona) =>
        Load.TokenAsync(http, new JsonObject { ["persona"] = persona, ["programme"] = "anytown", ["lifetimeSeconds"] = -60 });

    /// <summary>One that somebody else has issued and signed.</summary>
    public static string Foreign()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = "http://elsewhere.test",
            Audience = "personal-budgets",
            Claims = new Dictionary<string, object> { ["sub"] = "somebody", ["organisation"] = "QAA", ["programme"] = "anytown", ["permissions"] = Array.Empty<string>() },
            SigningCredentials = new SigningCredentials(
                new ECDsaSecurityKey(key) { KeyId = "foreign", CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
