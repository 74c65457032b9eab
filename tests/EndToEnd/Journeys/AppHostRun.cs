using System.Collections.Concurrent;
using System.Diagnostics;
using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Journeys;

/// <summary>One run of the composition, as `./suite run` starts it.</summary>
internal sealed class AppHostRun : IAsyncDisposable
{
    private readonly Process _process;

    private AppHostRun(Process process) => _process = process;

    public ConcurrentQueue<string> Output { get; } = new();

    public int Id => _process.Id;

    public static AppHostRun Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Program("src/AppHost"), .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        var run = new AppHostRun(Process.Start(start)!);
        run._process.OutputDataReceived += (_, line) => run.Keep(line.Data);
        run._process.ErrorDataReceived += (_, line) => run.Keep(line.Data);
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync(int seconds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The composition did not end within {seconds} s.{Environment.NewLine}{this}");
        }

        return _process.ExitCode;
    }

    /// <summary>Waits for a line.</summary>
    public Task SaysAsync(string text, int seconds) =>
        Eventually.TrueAsync($"the composition says '{text}'", () => Task.FromResult(Output.Any(line => line.Contains(text, StringComparison.Ordinal))), seconds, ToString);

    /// <summary>Sends a signal, named without `SIG`.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await SignalAsync("TERM");
            await ExitAsync(60);
        }

        _process.Dispose();
    }

    public override string ToString() => string.Join(Environment.NewLine, Output.TakeLast(60));

    private void Keep(string? line)
    {
        if (line is not null)
            Output.Enqueue(line);
    }
}
