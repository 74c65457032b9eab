using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PersonalBudgets.Platform.Tests.Samples;

/// <summary>An issuer of tokens on a port of its own: its keys, and tokens of every kind, good and bad.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    public const string Issuer = "https://issuer.test";
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly WebApplication _app;

    private TestIssuer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>How often the keys were asked for.</summary>
    public int Fetches { get; private set; }

    /// <summary>False: it answers 503, as one that is down behind a proxy does.</summary>
    public bool IsUp { get; set; } = true;

    public string RsaKeyId { get; set; } = "rsa-1";

    public IDictionary<string, string> LastTokenForm { get; } = new Dictionary<string, string>();

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        app.MapGet("/jwks", issuer.Keys);
        app.MapPost("/token", issuer.TokenAsync);
        await app.StartAsync();
        return issuer;
    }

    public static Dictionary<string, object> Claims(params IEnumerable<string> permissions) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = "personal-budgets",
        ["sub"] = "ann",
        ["organisation"] = "RX1",
        ["programme"] = "north",
        ["permissions"] = permissions.ToArray(),
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
        ["nbf"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["jti"] = Guid.NewGuid().ToString(),
    };

    /// <summary>A token signed with the issuer's RSA key, or with what is given.</summary>
    public string Sign(Dictionary<string, object> claims, string type = "at+jwt", SigningCredentials? by = null, Dictionary<string, object>? header = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims, TokenType = type, SigningCredentials = by ?? ByRsa(), AdditionalHeaderClaims = header,
        });

    public SigningCredentials ByRsa(string algorithm = SecurityAlgorithms.RsaSha256) => new(new RsaSecurityKey(_rsa) { KeyId = RsaKeyId }, algorithm);

    public SigningCredentials ByCurve() => new(new ECDsaSecurityKey(_curve) { KeyId = "ec-1" }, SecurityAlgorithms.EcdsaSha256);

    public byte[] PublicRsaKey() => _rsa.ExportSubjectPublicKeyInfo();

    private IResult Keys()
    {
        Fetches++;
        if (!IsUp)
            return Results.StatusCode(503);
        var keys = new[] { new RsaSecurityKey(_rsa.ExportParameters(false)) { KeyId = RsaKeyId } }
            .Select(JsonWebKeyConverter.ConvertFromRSASecurityKey)
            .Append(JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(_curve.ExportParameters(false))) { KeyId = "ec-1" }));
        return Results.Text(JsonSerializer.Serialize(new
        {
            keys = keys.Select(key => new { kty = key.Kty, kid = key.Kid, n = key.N, e = key.E, crv = key.Crv, x = key.X, y = key.Y, use = "sig" }),
        }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        foreach (var (name, value) in await request.ReadFormAsync())
            LastTokenForm[name] = value.ToString();
        var claims = Claims("samples.samples.read");
        claims["sub"] = LastTokenForm["client_id"];
        claims["programme"] = LastTokenForm["programme"];
        return Results.Json(new { access_token = Sign(claims), expires_in = 300 });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
        _curve.Dispose();
    }
}
