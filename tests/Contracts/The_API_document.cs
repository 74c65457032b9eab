using System.Text.Json.Nodes;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.OpenApi;
using PersonalBudgets.Gateway.Routes;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Contracts.Tests;

/// <summary>What strangers' tools say of the OpenAPI document that the gateway serves.</summary>
public sealed class The_API_document : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    public The_API_document() => File.WriteAllBytes(
        _file, new ApiDocument(new RouteTable(Contract.Services), Microsoft.Extensions.Options.Options.Create(new ProblemSettings())).Content.Span);

    [Fact]
    public async Task keeps_the_rules_of_Spectral()
    {
        var (code, output) = await NodeTools.OfContracts.RunAsync("node_modules/@stoplight/spectral-cli/dist/index.js", "lint", _file, "--ruleset", Settings("spectral.yaml"), "--fail-severity=hint");

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task keeps_the_rules_of_Redocly()
    {
        var (code, output) = await NodeTools.OfContracts.RunAsync("redocly.js", _file);

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task that_breaks_a_rule_is_found_by_both()
    {
        var document = JsonNode.Parse(File.ReadAllText(_file))!;
        // Of the whole, one path is enough to break, and quick to read.
        var people = document["paths"]!["/v1/people"]!.DeepClone();
        document["paths"] = new JsonObject { ["/v1/people"] = people };
        // An operation that says nothing of itself, and an example that its schema does not take.
        document["paths"]!["/v1/people"]!["get"] = new JsonObject { ["responses"] = new JsonObject() };
        document["paths"]!["/v1/people"]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!["nhsNumber"] = "999";
        File.WriteAllText(_file, document.ToJsonString());

        var spectral = await NodeTools.OfContracts.RunAsync("node_modules/@stoplight/spectral-cli/dist/index.js", "lint", _file, "--ruleset", Settings("spectral.yaml"), "--fail-severity=hint");
        var redocly = await NodeTools.OfContracts.RunAsync("redocly.js", _file);

        Assert.Equal((1, 1), (spectral.Code, redocly.Code));
        Assert.Contains("suite-permission", spectral.Output, StringComparison.Ordinal);
        Assert.Contains("oas3-valid-media-example", spectral.Output, StringComparison.Ordinal);
        Assert.Contains("operation-summary", redocly.Output, StringComparison.Ordinal);
        Assert.Contains("no-invalid-media-type-examples", redocly.Output, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private static string Settings(string name) => Path.Combine(NodeTools.OfContracts.Folder, name);
}
