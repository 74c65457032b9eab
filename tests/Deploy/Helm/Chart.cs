using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PersonalBudgets.Deploy.Tests.Programs;

namespace PersonalBudgets.Deploy.Tests.Helm;

/// <summary>The chart as Helm renders it with one of its examples.</summary>
internal sealed class Chart
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Chart>>> Rendered = new();

    private Chart(IReadOnlyList<JsonObject> objects, IReadOnlyList<string> faults) => (Objects, Faults) = (objects, faults);

    /// <summary>The names of the examples, without <c>.yaml</c>.</summary>
    public static TheoryData<string> Examples() =>
        [.. Directory.EnumerateFiles(Tools.Deploy("helm/examples"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <summary>What is in the cluster afterwards.</summary>
    public IReadOnlyList<JsonObject> Objects { get; }

    /// <summary>What the schemas of Kubernetes have against it.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>The templates of all pods, with the objects that make them.</summary>
    public IEnumerable<(JsonObject Maker, JsonNode Pod)> Pods => Objects.Where(one => one.Kind() is "Deployment" or "Job").Select(one => (one, one["spec"]!["template"]!));

    public static Task<Chart> OfAsync(string example) => Rendered.GetOrAdd(example, name => new(() => RenderAsync("--values", $"examples/{name}.yaml"))).Value;

    public static async Task<Chart> RenderAsync(params string[] arguments)
    {
        var (code, manifests) = await HelmProgram.RunAsync(["template", "suite", ".", "--namespace", "care", .. arguments]);
        Assert.True(code == 0, manifests);
        return await JudgeAsync(manifests);
    }

    /// <summary>Holds manifests to the schemas.</summary>
    public static async Task<Chart> JudgeAsync(string manifests)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, manifests);
            var answer = await Tools.JudgeAsync("kubernetes.mjs", file);
            return new Chart([.. answer["objects"]!.AsArray().Select(one => one!.AsObject())], [.. answer["faults"]!.AsArray().Select(fault => fault!.ToString())]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public IEnumerable<JsonObject> OfKind(string kind) => Objects.Where(one => one.Kind() == kind);
}

/// <summary>The short way through a manifest.</summary>
internal static class ManifestExtensions
{
    public static string Kind(this JsonNode manifest) => manifest["kind"]!.ToString();

    public static string Name(this JsonNode manifest) => manifest["metadata"]!["name"]!.ToString();

    public static Dictionary<string, string> Labels(this JsonNode manifest) => Map(manifest["metadata"]!["labels"]);

    /// <summary>The process of the suite that a pod is: <c>payments</c>, <c>payments-migrate</c>.</summary>
    public static string Component(this JsonNode pod) => pod.Labels()["app.kubernetes.io/component"];

    public static JsonNode Container(this JsonNode pod) => pod["spec"]!["containers"]!.AsArray().Single()!;

    public static Dictionary<string, string> Map(JsonNode? labels) => labels?.AsObject().ToDictionary(entry => entry.Key, entry => entry.Value!.ToString()) ?? [];

    /// <summary>Whether a selector's <c>matchLabels</c>, or a service's plain labels, choose a pod.</summary>
    public static bool Selects(this JsonNode selector, JsonNode pod) => Map(selector["matchLabels"] ?? selector).All(label => pod.Labels().GetValueOrDefault(label.Key) == label.Value);
}
