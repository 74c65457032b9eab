using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PersonalBudgets.Gateway.DevelopmentIssuer;
using PersonalBudgets.Gateway.Tests.Support;

namespace PersonalBudgets.Gateway.Tests.Portal;

/// <summary>The pages on which the API is read and tried.</summary>
public sealed partial class The_portal(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task has_everything_that_its_page_asks_for()
    {
        var page = await gateway.Http.GetAsync("/docs");
        var files = File().Matches(await page.Content.ReadAsStringAsync()).Select(file => file.Groups[1].Value).ToArray();

        Assert.Equal("/docs/index.html", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("./swagger-ui-bundle.js", files);
        foreach (var file in files)
        {
            var answer = await gateway.Http.GetAsync(new Uri(page.RequestMessage.RequestUri, file));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("/docs/index.html")]
    [InlineData("/docs/portal.js")]
    [InlineData("/docs/portal.css")]
    public async Task takes_nothing_from_elsewhere(string file) =>
        Assert.DoesNotMatch("https?://|//[a-z]+\\.", await gateway.Http.GetStringAsync(file));

    [Fact]
    public async Task lets_the_browser_run_and_call_what_is_of_the_gateway_alone()
    {
        var page = await gateway.Http.GetAsync("/docs/index.html");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single().Split("; ");

        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("connect-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotMatch("<script(?![^>]*src=)|\\son[a-z]+=|style=", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task offers_every_persona_with_its_permissions_and_every_programme()
    {
        var offered = await gateway.Http.GetFromJsonAsync<JsonObject>("/dev/personas");

        Assert.Equal(PersonaList.Read().All.Keys, offered!["personas"]!.AsObject().Select(persona => persona.Key));
        Assert.Equal(PersonaList.Read().All["planner"].Permissions, offered["personas"]!["planner"]!["permissions"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal([RunningGateway.Programme], offered["programmes"]!.AsArray().Select(programme => programme!.GetValue<string>()));
    }

    [Fact]
    public async Task authorises_by_the_scheme_that_the_document_names()
    {
        var document = await gateway.Http.GetFromJsonAsync<JsonObject>("/openapi.json");
        var scheme = document!["components"]!["securitySchemes"]!.AsObject().Single().Key;

        Assert.Contains($"preauthorizeApiKey('{scheme}'", await gateway.Http.GetStringAsync("/docs/portal.js"), StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex File();
}
