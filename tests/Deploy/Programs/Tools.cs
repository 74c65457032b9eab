using System.Text.Json.Nodes;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Programs;

/// <summary>What the files of deploy are read and judged with.</summary>
internal static class Tools
{
    /// <summary>A file of deploy.</summary>
    public static string Deploy(string file) => Path.Combine(Repository.Root, "deploy", file);

    /// <summary>Has a script of <c>node/</c> judge a file.</summary>
    /// <returns>The JSON that it printed.</returns>
    public static async Task<JsonNode> JudgeAsync(string script, string file)
    {
        var (code, output) = await NodeTools.OfDeploy.RunAsync($"node/{script}", Path.GetFullPath(file));
        Assert.True(code == 0, output);
        return JsonNode.Parse(output.Split('\n')[0])!;
    }
}
