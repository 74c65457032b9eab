using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace PersonalBudgets.Journey;

/// <summary>The bank files that Payments writes after a release.</summary>
public static class BankFiles
{
    /// <summary>Waits for a run's file and checks it against the run's SHA-256.</summary>
    /// <returns>The file's path.</returns>
    public static async Task<string> WaitForAsync(string folder, JsonObject payRun)
    {
        var path = Path.Combine(folder, payRun["fileName"]!.GetValue<string>());
        var bytes = await Polling.UntilAsync($"the bank file {path}", async () => File.Exists(path) ? await File.ReadAllBytesAsync(path) : null);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return sha256 == payRun["fileSha256"]!.GetValue<string>()
            ? path
            : throw new InvalidDataException($"{path} has SHA-256 {sha256}, which is not the pay run's.");
    }
}
