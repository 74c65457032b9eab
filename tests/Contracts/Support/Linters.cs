using System.ComponentModel;
using System.Diagnostics;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Contracts.Tests.Support;

/// <summary>The programs of this folder's <c>package.json</c>, installed by its lock file on first use. They need no network to run.</summary>
public static class Linters
{
    private const string Needed = "Node.js 18 or later and npm are needed: apt-get install nodejs npm";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Task> Installation = new(InstallAsync);

    /// <summary>Where the linters and their settings are.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Contracts");

    /// <summary>Runs a linter at the root of the repository: its exit code and all that it said.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string linter, params string[] arguments)
    {
        await Installation.Value;
        return await RunAsync(Repository.Root, "node", [Path.Combine(Folder, "node_modules", linter), .. arguments]);
    }

    private static async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        var (code, output) = await RunAsync(Folder, "npm", ["ci"]);
        Assert.True(code == 0, $"npm ci failed in tests/Contracts:\n{output}");
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, string.Concat(output));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {Patience}.");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{start.FileName} does not start ({missing.Message}). {Needed}", missing);
        }
    }
}
