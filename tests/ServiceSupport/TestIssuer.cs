using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PersonalBudgets.Tests.Support;

/// <summary>An issuer of tokens on a port of its own: its keys, tokens for callers, and tokens for services that ask with their credentials.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    /// <summary>Its name in the tokens.</summary>
    public const string Issuer = "https://issuer.test";
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly WebApplication _app;

    private TestIssuer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.First();

    /// <summary>What a service's own token allows.</summary>
    public IReadOnlyList<string> ServicePermissions { get; set; } = [];

    /// <summary>False: it gives services no token, as one that is down behind a proxy does.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>Starts one.</summary>
    public static async Task<TestIssuer> StartAsync()
    {
        // Empty: the settings file in the tests' folder is the service's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        app.UseRouting();
        var issuer = new TestIssuer(app);
        app.MapGet("/jwks", issuer.Keys);
        app.MapPost("/token", issuer.TokenAsync);
        await app.StartAsync();
        return issuer;
    }

    /// <summary>A token.</summary>
    public string Token(string subject, string organisation, string programme, params IEnumerable<string> permissions) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            SigningCredentials = new SigningCredentials(Key(), SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["iss"] = Issuer,
                ["aud"] = "personal-budgets",
                ["sub"] = subject,
                ["organisation"] = organisation,
                ["programme"] = programme,
                ["permissions"] = permissions.ToArray(),
                // Good for a year on both sides: tests move the service's clock.
                ["exp"] = DateTimeOffset.UtcNow.AddDays(365).ToUnixTimeSeconds(),
                ["nbf"] = DateTimeOffset.UtcNow.AddDays(-365).ToUnixTimeSeconds(),
                ["jti"] = Guid.NewGuid().ToString(),
            },
        });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private RsaSecurityKey Key() => new(_rsa) { KeyId = "tests" };

    private IResult Keys()
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(false)) { KeyId = "tests" });
        return Results.Text(JsonSerializer.Serialize(new { keys = new[] { new { kty = key.Kty, kid = key.Kid, n = key.N, e = key.E, use = "sig" } } }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        if (!IsUp)
            return Results.StatusCode(503);
        var form = await request.ReadFormAsync();
        var token = Token(form["client_id"].ToString(), "", form["programme"].ToString(), ServicePermissions);
        return Results.Json(new { access_token = token, expires_in = 300 });
    }
}
