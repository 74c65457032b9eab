using System.ComponentModel;
using System.Diagnostics;

namespace PersonalBudgets.Tests.Support;

/// <summary>A folder with scripts for Node.js and the packages of its <c>package.json</c>, installed by its lock file on first use.</summary>
/// <param name="folder">Below the root of the repository: <c>tests/Deploy</c>.</param>
public sealed class NodeFolder(string folder)
{
    private const string Needed = "Node.js 18 or later and npm are needed: apt-get install nodejs npm";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _folder = Path.Combine(Repository.Root, folder);
    private readonly Lazy<Task> _installation = new(() => InstallAsync(Path.Combine(Repository.Root, folder)));

    /// <summary>Waits for the packages.</summary>
    /// <returns>The folder that they are in.</returns>
    public async Task<string> InstalledAsync()
    {
        await _installation.Value;
        return Path.Combine(_folder, "node_modules");
    }

    /// <summary>Runs a script of the folder.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> RunAsync(string script, params string[] arguments)
    {
        await _installation.Value;
        return await RunAsync(_folder, "node", [script, .. arguments]);
    }

    private static async Task InstallAsync(string folder)
    {
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
            await RunAsync(folder, "npm", ["ci"]);
    }

    private static async Task<string> RunAsync(string folder, string program, string[] arguments)
    {
        using var process = Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true });
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} in {folder} ends with {process.ExitCode}:\n{output}{await error}");
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
