using System.Diagnostics;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Bench.Machine;

/// <summary>One run of the whole suite, as <c>./suite run</c> starts it.</summary>
internal sealed class SuiteProgram : IAsyncDisposable
{
    private static readonly string[] Programs = ["src/Gateway", "src/Assessment.Service", "src/Allocation.Service", "src/Plans.Service", "src/Payments.Service"];

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();

    private SuiteProgram(Process process) => _process = process;

    /// <summary>Starts it, with the sample journeys once everything is healthy.</summary>
    public static SuiteProgram Start()
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Program("src/AppHost"), "--journeys"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        return new SuiteProgram(Process.Start(start) ?? throw new InvalidOperationException("The suite did not start."));
    }

    /// <summary>Waits until it says so.</summary>
    public async Task SaysAsync(string text, CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 40)
                _lastLines.Dequeue();
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"The suite ended and never said \"{text}\".{Environment.NewLine}{string.Join(Environment.NewLine, _lastLines)}");
    }

    /// <summary>Of all that the run has started: servers, migrations, services, gateway.</summary>
    public TimeSpan ProcessorTime => Machine.ProcessorTime.OfTree(_process.Id);

    /// <summary>The resident memory of the four services and the gateway in MiB.</summary>
    public static double ResidentMebibytes() => Programs.Sum(program => ResidentMemory.OfProgram(Repository.Program(program)));

    public async ValueTask DisposeAsync()
    {
        using (var signal = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await signal.WaitForExitAsync();
        await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
