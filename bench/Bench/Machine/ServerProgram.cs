using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Bench.Machine;

/// <summary>A server under measurement, in a process of its own.</summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<ServerProgram, byte> Running = new();

    // Programs look for settings files where they start, and watch the folder and all below it; they get theirs from their arguments. The folder for
    // temporary files has the databases in it: a service that starts there is told of each page that is written.
    private static readonly Lazy<string> Nowhere = new(() => Directory.CreateTempSubdirectory("suite-bench-").FullName);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    // A measure that fails on its way leaves nothing behind.
    static ServerProgram() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var program in Running.Keys)
            program._process.Kill(entireProcessTree: true);
        if (Nowhere.IsValueCreated)
            Directory.Delete(Nowhere.Value, recursive: true);
    };

    private ServerProgram(Process process)
    {
        Running[this] = 0;
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public TimeSpan ProcessorTime => Machine.ProcessorTime.Of(Id);

    /// <summary>Starts a built project and waits until it listens.</summary>
    /// <param name="project">The project's folder, such as <c>bench/Servers</c>.</param>
    /// <param name="port">Where it will listen.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Its environment beside this process's.</param>
    public static async Task<ServerProgram> StartAsync(
        string project, int port, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Program(project), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Nowhere.Value,
        };
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
            start.Environment[variable] = value;
        var program = new ServerProgram(Process.Start(start) ?? throw new InvalidOperationException($"{project} did not start."));
        await Eventually.TrueAsync($"{project} listens", () => program.IsListeningAsync(port), 60, program.ToString);
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        Running.TryRemove(this, out _);
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Its last lines, for a message.</summary>
    public override string ToString() => string.Join(Environment.NewLine, _output.TakeLast(30));

    private async Task<bool> IsListeningAsync(int port)
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"A server ended with {_process.ExitCode}.{Environment.NewLine}{this}");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(System.Net.IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }
}
