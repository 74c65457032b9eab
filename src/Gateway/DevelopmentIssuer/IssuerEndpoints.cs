using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Identity;

namespace PersonalBudgets.Gateway.DevelopmentIssuer;

/// <summary>The endpoints of the development issuer: tokens for personas, tokens for services, keys.</summary>
public sealed partial class IssuerEndpoints(
    Issuer issuer, PersonaList personas, IOptions<IssuerSettings> settings, IOptions<ProgrammesSettings> programmes, Problems problems)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/.well-known/jwks.json", () => Results.Text(issuer.KeySet, "application/json"));
        app.MapGet("/dev/personas", () => Results.Json(new { Personas = personas.All, Programmes = programmes.Value.All.Select(programme => programme.Name) }));
        app.MapPost("/dev/token", PersonaTokenAsync);
        app.MapPost("/oauth2/token", ServiceTokenAsync);
    }

    private async Task PersonaTokenAsync(HttpContext context)
    {
        var request = await ReadAsync(context.Request);
        if (request is null)
        {
            await problems.WriteAsync(context, Refused.Invalid("", "", Faults.Malformed, "Expected {\"persona\": ..., \"programme\": ...} as JSON."));
            return;
        }

        var violations = new List<Violation>();
        var persona = personas.All.GetValueOrDefault(request.Persona ?? "");
        if (persona is null)
            violations.Add(new Violation("/persona", "persona", "PERSONA_UNKNOWN", $"Expected one of {string.Join(", ", personas.All.Keys)}."));
        if (request.Programme is null || !ProgrammeName().IsMatch(request.Programme))
            violations.Add(new Violation("/programme", "programme", "PROGRAMME", "Expected a programme's name: lower-case letters, digits and hyphens."));
        var organisation = request.Organisation ?? (persona is null ? null : DefaultOrganisation(persona, request.Programme));
        if (persona is not null && (organisation is null || !OrganisationCode().IsMatch(organisation)))
            violations.Add(new Violation("/organisation", "organisation", "ORGANISATION",
                "Expected an ODS code; it may be left out for the programmes " + string.Join(", ", programmes.Value.All.Select(one => one.Name)) + "."));

        if (request.LifetimeSeconds is > 86_400 or < -86_400)
            violations.Add(new Violation("/lifetimeSeconds", "lifetimeSeconds", "OUT_OF_RANGE", "Expected at most a day, 86,400; below 0 for a token that is over."));

        if (violations.Count > 0)
            await problems.WriteAsync(context, Refused.Invalid(violations));
        else
        {
            var lifetime = request.LifetimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : issuer.Lifetime;
            await WriteTokenAsync(context, issuer.Token($"persona:{request.Persona}", organisation!, request.Programme!, persona!.Permissions, RoleOf(request.Persona!), lifetime), lifetime);
        }
    }

    private async Task ServiceTokenAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        if (form["grant_type"] != "client_credentials")
        {
            await RefuseAsync(context, 400, "unsupported_grant_type", "Services get tokens by client_credentials.");
            return;
        }

        string client = form["client_id"].ToString(), programme = form["programme"].ToString();
        var permissions = client.StartsWith("service:", StringComparison.Ordinal) ? personas.Services.GetValueOrDefault(client["service:".Length..]) : null;
        // The secret is compared even for an unknown client: the time says nothing about which names exist.
        if (!SecretIs(form["client_secret"].ToString()) || permissions is null)
            await RefuseAsync(context, 401, "invalid_client", "The client or its secret is not known.");
        else if (!ProgrammeName().IsMatch(programme))
            await RefuseAsync(context, 400, "invalid_request", "The form names no programme.");
        else
            await WriteTokenAsync(context, issuer.Token(client, Programme(programme)?.IntegratedCareBoard ?? "SUITE", programme, permissions, Caller.ServiceRole), issuer.Lifetime);
    }

    /// <summary>The persona's name as a code: <c>finance-maker</c> acts as <c>FINANCE_MAKER</c>.</summary>
    private static string RoleOf(string persona) => persona.ToUpperInvariant().Replace('-', '_');

    private static Task WriteTokenAsync(HttpContext context, string token, TimeSpan lifetime)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new Dictionary<string, object> { ["access_token"] = token, ["token_type"] = "Bearer", ["expires_in"] = (int)lifetime.TotalSeconds });
    }

    private static Task RefuseAsync(HttpContext context, int status, string error, string description)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = error, ["error_description"] = description });
    }

    private string? DefaultOrganisation(Persona persona, string? programme) => Programme(programme) is { } found
        ? persona.Organisation == "COUNCIL" ? found.Council : found.IntegratedCareBoard
        : null;

    private Programme? Programme(string? name) => programmes.Value.All.FirstOrDefault(programme => programme.Name == name);

    private bool SecretIs(string secret) => settings.Value.ServiceSecret is { } expected && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    private static async Task<TokenRequest?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFromJsonAsync<TokenRequest>(request.HttpContext.RequestAborted);
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{1,39}\z")]
    private static partial Regex ProgrammeName();

    [GeneratedRegex(@"\A[A-Z0-9]{3,9}\z")]
    private static partial Regex OrganisationCode();

    private sealed record TokenRequest(string? Persona, string? Programme, string? Organisation, int? LifetimeSeconds);
}
