using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace PersonalBudgets.Tests.Support;

/// <summary>Programs for Node.js of a folder with a <c>package.json</c>, whose packages are installed by its lock file on first use.</summary>
public sealed class NodeTools
{
    private const string Needed = "Node.js 18 or later and npm are needed: apt-get install nodejs npm";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Lazy<Task> _installation;

    private NodeTools(string folder)
    {
        Folder = Path.Combine(Repository.Root, folder);
        _installation = new(InstallAsync);
    }

    /// <summary>Linters of the contract and of the API document.</summary>
    public static NodeTools OfContracts { get; } = new("tests/Contracts");

    /// <summary>Helm, linters and schemas for the files of deploy.</summary>
    public static NodeTools OfDeploy { get; } = new("tests/Deploy");

    /// <summary>The folder of the package.</summary>
    public string Folder { get; }

    /// <summary>Runs a program at the root of the repository: its exit code and all that it said.</summary>
    /// <param name="program">The file, below the folder.</param>
    /// <param name="arguments">What it is told.</param>
    public async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        await _installation.Value;
        return await RunAsync(Repository.Root, "node", [Path.Combine(Folder, program), .. arguments]);
    }

    /// <summary>Waits for the packages.</summary>
    /// <returns>The folder that they are in.</returns>
    public async Task<string> InstalledAsync()
    {
        await _installation.Value;
        return Path.Combine(Folder, "node_modules");
    }

    private async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        var (code, output) = await RunAsync(Folder, "npm", ["ci"]);
        Assert.True(code == 0, $"npm ci failed in {Folder}:\n{output}");
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // A proxy of the machine is not for calls to itself.
        start.Environment["no_proxy"] = start.Environment["NO_PROXY"] = "127.0.0.1,localhost";
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
