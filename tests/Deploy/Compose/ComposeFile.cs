using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PersonalBudgets.Deploy.Tests.Programs;

namespace PersonalBudgets.Deploy.Tests.Compose;

/// <summary>deploy/compose.yaml.</summary>
internal sealed partial class ComposeFile
{
    private readonly JsonNode _model;

    private ComposeFile(JsonNode model, IReadOnlyList<string> faults) => (_model, Faults) = (model, faults);

    /// <summary>What the schema of the Compose specification has against it.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Its containers by name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Services => _model["services"]!.AsObject().ToDictionary(entry => entry.Key, entry => entry.Value!.AsObject());

    /// <summary>The containers that run a program of the suite.</summary>
    public IEnumerable<string> Processes => Services.Where(entry => Image(entry.Key).StartsWith("personal-budgets/", StringComparison.Ordinal)).Select(entry => entry.Key);

    /// <summary>The variables that stand in the file and have no default: each is a secret.</summary>
    public IEnumerable<string> Wanted => Reference().Matches(_model.ToJsonString()).Where(match => match.Groups["operator"].Value != "-").Select(match => match.Groups["name"].Value).Distinct();

    public static async Task<ComposeFile> ReadAsync(string file)
    {
        var answer = await Tools.JudgeAsync("compose.mjs", file);
        return new ComposeFile(answer["model"]!, [.. answer["faults"]!.AsArray().Select(fault => fault!.GetValue<string>())]);
    }

    public string Image(string service) => Services[service]["image"]!.GetValue<string>();

    /// <summary>The service of the suite that a container runs: <c>payments</c> for <c>payments-migrate</c>.</summary>
    public string Program(string service) => Image(service).Split('/', ':')[1];

    /// <summary>A container's variables.</summary>
    /// <param name="values">What stands in for the secrets; null leaves everything as it is.</param>
    public Dictionary<string, string> Environment(string service, Func<string, string>? values = null) =>
        Services[service]["environment"]!.AsObject().ToDictionary(
            entry => entry.Key,
            entry => values is null ? entry.Value!.ToString() : Reference().Replace(entry.Value!.ToString(), match => values(match.Groups["name"].Value)));

    [GeneratedRegex(@"\$\{(?<name>\w+)(:(?<operator>[-?])(?<word>[^}]*))?\}")]
    private static partial Regex Reference();
}
