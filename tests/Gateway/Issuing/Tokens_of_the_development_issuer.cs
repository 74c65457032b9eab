using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Contracts;
using PersonalBudgets.Gateway.DevelopmentIssuer;
using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Platform.Identity;

namespace PersonalBudgets.Gateway.Tests.Issuing;

public class Tokens_of_the_development_issuer(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task say_who_the_persona_is_and_for_whom()
    {
        var answer = await AskAsync(new { persona = "practitioner", programme = RunningGateway.Programme });

        Assert.Equal(("Bearer", 3600), (answer["token_type"]!.GetValue<string>(), answer["expires_in"]!.GetValue<int>()));
        var caller = await ValidateAsync(answer);
        Assert.Equal(
            ("persona:practitioner", RunningGateway.Organisation, "anytown", "PRACTITIONER"), (caller.Subject, caller.Organisation, caller.Programme, caller.Role));
        Assert.Contains("assessment.people.write", caller.Permissions);
    }

    [Fact]
    public async Task are_for_the_organisation_that_is_asked_for()
    {
        var caller = await ValidateAsync(await AskAsync(new { persona = "approver", programme = "elsewhere", organisation = "QAA" }));

        Assert.Equal(("QAA", "elsewhere"), (caller.Organisation, caller.Programme));
    }

    [Fact]
    public async Task are_refused_with_every_fault()
    {
        var nobody = await gateway.SendAsync("POST", "/dev/token", """{"persona":"wizard","programme":"A"}""");
        var nowhere = await gateway.SendAsync("POST", "/dev/token", """{"persona":"planner","programme":"elsewhere"}""");
        var garbage = await gateway.SendAsync("POST", "/dev/token", "{");

        Assert.All([nobody, nowhere, garbage], reply => reply.Is(400, "FIELD_INVALID", "field-invalid"));
        Assert.Equal(["/persona persona PERSONA_UNKNOWN", "/programme programme PROGRAMME"], nobody.Violations);
        Assert.Equal(["/organisation organisation ORGANISATION"], nowhere.Violations);
    }

    [Fact]
    public async Task are_checked_by_the_published_key()
    {
        var keys = JsonNode.Parse(await gateway.Http.GetStringAsync("/.well-known/jwks.json"))!["keys"]!.AsArray();

        Assert.Equal("ES256", Assert.Single(keys)!["alg"]!.GetValue<string>());
        Assert.Null(keys[0]!["d"]);
    }

    [Fact]
    public void are_signed_by_one_key_where_gateways_share_a_seed()
    {
        using var first = NewIssuer(new string('s', 40));
        using var second = NewIssuer(new string('s', 40));
        using var other = NewIssuer(new string('t', 40));
        using var seedless = NewIssuer(null);

        Assert.Equal(first.KeySet, second.KeySet);
        Assert.Equal(3, new[] { first, second, other, seedless }.Select(issuer => issuer.KeySet).Distinct().Count());
    }

    [Fact]
    public async Task are_given_to_services_for_the_secret()
    {
        var (status, answer) = await ServiceAsync("service:payments", "a-secret-of-the-tests", "anytown");

        Assert.Equal(HttpStatusCode.OK, status);
        var caller = await ValidateAsync(answer);
        Assert.Equal(("service:payments", "anytown"), (caller.Subject, caller.Programme));
        Assert.Contains("plans.plans.read", caller.Permissions);
    }

    [Theory]
    [InlineData("service:payments", "another-secret-entirely", "anytown", 401, "invalid_client")]
    [InlineData("service:payments", "", "anytown", 401, "invalid_client")]
    [InlineData("service:nobody", "a-secret-of-the-tests", "anytown", 401, "invalid_client")]
    [InlineData("payments", "a-secret-of-the-tests", "anytown", 401, "invalid_client")]
    [InlineData("service:payments", "a-secret-of-the-tests", "Any Town", 400, "invalid_request")]
    public async Task are_given_to_no_other(string client, string secret, string programme, int expected, string error)
    {
        var (status, answer) = await ServiceAsync(client, secret, programme);

        Assert.Equal((expected, error), ((int)status, answer["error"]!.GetValue<string>()));
    }

    [Fact]
    public void are_not_to_be_had_outside_development() =>
        Assert.Contains("development issuer", Assert.Throws<InvalidOperationException>(() =>
            GatewayApplication.Create(["--environment=Production", "--DevelopmentIssuer:Enabled=true"], Contract.Services)).Message, StringComparison.Ordinal);

    private async Task<JsonObject> AskAsync(object request)
    {
        using var response = await gateway.Http.PostAsJsonAsync("/dev/token", request);
        response.EnsureSuccessStatusCode();
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private async Task<(HttpStatusCode, JsonObject)> ServiceAsync(string client, string secret, string programme)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = secret, ["programme"] = programme,
        });
        using var response = await gateway.Http.PostAsync("/oauth2/token", form);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    private async Task<Caller> ValidateAsync(JsonObject answer) =>
        await gateway.Services.GetRequiredService<TokenValidator>().ValidateAsync("Bearer " + answer["access_token"]!.GetValue<string>(), default);

    private static Issuer NewIssuer(string? seed) =>
        new(Microsoft.Extensions.Options.Options.Create(new IdentitySettings()), Microsoft.Extensions.Options.Options.Create(new IssuerSettings { KeySeed = seed }), TimeProvider.System);
}
