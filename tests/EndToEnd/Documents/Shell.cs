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
            using var shell = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
            {
                RedirectStandardOutput = true, WorkingDirectory = folder.FullName, Environment = { ["CURL_HOME"] = folder.FullName },
            })!;
            var output = await shell.StandardOutput.ReadToEndAsync();
            await shell.WaitForExitAsync();
            Assert.True(shell.ExitCode == 0, output);
            return output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
