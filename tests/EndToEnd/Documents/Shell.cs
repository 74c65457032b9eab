using System.Diagnostics;

namespace PersonalBudgets.EndToEnd.Tests.Documents;

/// <summary>A stranger at a terminal, who types what a document prints.</summary>
internal static class Shell
{
    /// <summary>Runs a script in an empty folder; the answer of each of its calls ends its line.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string script)
    {
        var folder = Directory.CreateTempSubdirectory("documents");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, ".curlrc"), "write-out = \"\\n\"\n");
            return await RunAsync(script, folder.FullName, new Dictionary<string, string> { ["CURL_HOME"] = folder.FullName });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs a script in a folder, with variables set.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string script, string folder, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var shell = Process.Start(start)!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, output);
        return output;
    }
}
