using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PersonalBudgets.Platform.Identity;

namespace PersonalBudgets.Gateway.DevelopmentIssuer;

/// <summary>Signs tokens with a key that is made at start, of a seed where the settings have one, and never leaves memory.</summary>
public sealed class Issuer : IDisposable
{
    private readonly ECDsa _key;
    private readonly SigningCredentials _credentials;
    private readonly IOptions<IdentitySettings> _identity;
    private readonly TimeProvider _time;

    public Issuer(IOptions<IdentitySettings> identity, IOptions<IssuerSettings> settings, TimeProvider time)
    {
        _identity = identity;
        _time = time;
        Lifetime = TimeSpan.FromSeconds(settings.Value.TokenSeconds);
        _key = KeyOf(settings.Value.KeySeed);
        var key = new ECDsaSecurityKey(_key);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        _credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);

        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
        KeySet = $$"""{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"{{key.KeyId}}","x":"{{x}}","y":"{{y}}"}]}""";
    }

    public TimeSpan Lifetime { get; }

    /// <summary>The public key, as a JSON web key set.</summary>
    public string KeySet { get; }

    /// <param name="role">In which role the subject acts, as a code.</param>
    /// <param name="lifetime">How long it is good; a token of a negative lifetime is over already, to try out what that is answered.</param>
    public string Token(string subject, string organisation, string programme, IReadOnlyList<string> permissions, string role, TimeSpan? lifetime = null)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var expires = now + (lifetime ?? Lifetime);
        var issued = expires < now ? expires - TimeSpan.FromSeconds(1) : now;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = _identity.Value.Issuer,
            Audience = IdentitySettings.Audience,
            IssuedAt = issued,
            NotBefore = issued,
            Expires = expires,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = subject,
                ["organisation"] = organisation,
                ["programme"] = programme,
                ["role"] = role,
                ["permissions"] = permissions.ToArray(),
                ["jti"] = Guid.CreateVersion7().ToString(),
            },
            SigningCredentials = _credentials,
        });
    }

    public void Dispose() => _key.Dispose();

    private static ECDsa KeyOf(string? seed)
    {
        if (seed is null)
            return ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var scalar = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(seed), outputLength: 32, info: "development-issuer"u8.ToArray());
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
    }
}
