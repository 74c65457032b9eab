using System.Collections.Concurrent;
using System.Diagnostics;

namespace PersonalBudgets.EndToEnd.Tests.House;

/// <summary>One program of the house, as a process that can be killed and started again.</summary>
internal sealed class HouseProcess(string name, string program, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private Process? _process;

    /// <summary>Everything that it wrote, over all its lives.</summary>
    public ConcurrentQueue<string> Output { get; } = new();

    /// <summary>Its id now.</summary>
    public int Id => _process!.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it.</summary>
    public void Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs it to its end and gives its exit code.</summary>
    public async Task<int> RunAsync(params string[] arguments)
    {
        Start(arguments);
        await _process!.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>`kill -9`.</summary>
    public async Task KillAsync()
    {
        if (_process is null || _process.HasExited)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as an operator would, and waits.</summary>
    public async Task<int> StopAsync()
    {
        using (var signal = Process.Start("kill", ["-TERM", $"{Id}"]))
            await signal.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        await _process!.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    /// <summary>Its last lines, for a message.</summary>
    public override string ToString() => $"{name}:{Environment.NewLine}{string.Join(Environment.NewLine, Output.TakeLast(30))}";

    private void Keep(string? line)
    {
        if (line is not null)
            Output.Enqueue(line);
    }
}
