using System.ComponentModel;
using System.Diagnostics;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Interop;

/// <summary>A program of tests/Interop in another language. What it needs and does not find fails the test with the words that say what to install.</summary>
public sealed class ForeignProcess : IAsyncDisposable
{
    private static readonly string Folder = FindFolder();
    private static readonly Lazy<Task> NodeModules = new(InstallNodeModulesAsync);

    private readonly Process _process;

    private ForeignProcess(Process process) => _process = process;

    public static async Task<ForeignProcess> StartAsync(string language, string program, params string[] arguments)
    {
        switch (language)
        {
            case "node":
                await NodeModules.Value;
                return Start("node", [$"node/{program}.js", .. arguments], "Node.js 18 or later is needed: apt-get install nodejs npm");
            case "python":
                const string Python = "/usr/bin/python3";
                const string Needed = "Python's gRPC is needed: apt-get install python3-grpcio python3-protobuf";
                var (code, output) = await Start(Python, ["-c", "import grpc, google.protobuf"], Needed).EndAsync(TimeSpan.FromSeconds(30));
                Assert.True(code == 0, Needed + "\n" + output);
                return Start(Python, [$"python/{program}.py", .. arguments], Needed);
            default:
                throw new ArgumentOutOfRangeException(nameof(language), language, "Only node and python have programs in tests/Interop.");
        }
    }

    /// <summary>The first line of output.</summary>
    public async Task<string> ReadLineAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return line ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} said nothing: {await _process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Waits for the end: exit code and all output.</summary>
    public async Task<(int Code, string Output)> EndAsync(TimeSpan atMost)
    {
        _process.StandardInput.Close();
        var error = _process.StandardError.ReadToEndAsync();
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(atMost);
        await _process.WaitForExitAsync().WaitAsync(atMost);
        return (_process.ExitCode, output + await error);
    }

    public async ValueTask DisposeAsync()
    {
        // Servers stop with their standard input.
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await _process.WaitForExitAsync(patience.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static ForeignProcess Start(string program, string[] arguments, string needed)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A proxy of the machine is not for calls to itself.
        start.Environment["no_proxy"] = start.Environment["NO_PROXY"] = "127.0.0.1,localhost";
        try
        {
            return new ForeignProcess(Process.Start(start)!);
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} does not start ({missing.Message}). {needed}", missing);
        }
    }

    private static async Task InstallNodeModulesAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        await using var npm = Start("npm", ["ci"], "npm is needed: apt-get install nodejs npm");
        var (code, output) = await npm.EndAsync(TimeSpan.FromMinutes(3));
        Assert.True(code == 0, $"npm ci failed in tests/Interop:\n{output}");
    }

    private static string FindFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Suite.sln")))
                return Path.Combine(at.FullName, "tests", "Interop");
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has Suite.sln, so tests/Interop cannot be found.");
    }
}
