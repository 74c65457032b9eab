using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PersonalBudgets.Tests.Support.Services;

/// <summary>An issuer of tokens on a port of its own: its keys, tokens for callers, and tokens for services that ask for their own.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    /// <summary>The `iss` of its tokens.</summary>
    public const string Issuer = "https://issuer.test";

    private const string KeyId = "tests";
    private readonly RSA _key = RSA.Create(2048);
    private readonly IReadOnlyList<string> _permissions;
    private WebApplication? _app;

    private TestIssuer(IReadOnlyList<string> permissions) => _permissions = permissions;

    /// <summary>Where it listens.</summary>
    public string Address => _app!.Urls.First();

    /// <summary>Starts one.</summary>
    /// <param name="permissions">What its tokens permit where a caller does not say.</param>
    public static async Task<TestIssuer> StartAsync(IReadOnlyList<string> permissions)
    {
        var issuer = new TestIssuer(permissions);
        // The services' own settings lie beside the tests: they would say where to listen.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = issuer._app = builder.Build();
        app.MapGet("/jwks", issuer.Keys);
        app.MapPost("/token", issuer.TokenAsync);
        await app.StartAsync();
        return issuer;
    }

    /// <summary>A token, good for a year on both sides: tests move a service's clock.</summary>
    public string Token(string subject, string programme, IReadOnlyList<string>? permissions = null, string organisation = "RX1", string? role = null)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = "personal-budgets",
            ["sub"] = subject,
            ["organisation"] = organisation,
            ["programme"] = programme,
            ["permissions"] = (permissions ?? _permissions).ToArray(),
            ["exp"] = DateTimeOffset.UtcNow.AddDays(365).ToUnixTimeSeconds(),
            ["nbf"] = DateTimeOffset.UtcNow.AddDays(-365).ToUnixTimeSeconds(),
            ["iat"] = DateTimeOffset.UtcNow.AddDays(-365).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
        };
        if (role is not null)
            claims["role"] = role;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256),
            Claims = claims,
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _key.Dispose();
    }

    private IResult Keys()
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.ExportParameters(false)) { KeyId = KeyId });
        return Results.Text(JsonSerializer.Serialize(new { keys = new[] { new { kty = key.Kty, kid = key.Kid, n = key.N, e = key.E, use = "sig" } } }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        return Results.Json(new { access_token = Token(form["client_id"].ToString(), form["programme"].ToString()), expires_in = 3600, token_type = "Bearer" });
    }
}
