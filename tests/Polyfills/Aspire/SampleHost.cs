using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PersonalBudgets.Polyfills.Tests.Aspire;

/// <summary>The sample application host as a process, seen from outside.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private SampleHost(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>All that it has shown so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public string Output => string.Join('\n', Lines);

    public bool IsRunning => !_process.HasExited;

    public static SampleHost Start(string scenario, string results, params (string Name, string Value)[] environment)
    {
        // What started the tests may ignore these signals (nohup, a shell's background), and a child inherits that.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--default-signal=INT,HUP", "dotnet", BuildMetadata.Of("SampleHost"), scenario, results])
            start.ArgumentList.Add(argument);
        foreach (var name in (string[])["OTEL_EXPORTER_OTLP_ENDPOINT", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"])
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new SampleHost(Process.Start(start)!);
    }

    /// <summary>Waits until it shows something, and returns what the pattern's first group takes of it.</summary>
    public async Task<string> SeesAsync(string pattern, int seconds = 90)
    {
        var deadline = Stopwatch.StartNew();
        while (deadline.Elapsed.TotalSeconds < seconds)
        {
            if (Regex.Match(Output, pattern, RegexOptions.Multiline) is { Success: true } match)
                return match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
            await Task.Delay(50);
        }
        Send("KILL");
        throw new TimeoutException($"Nothing like {pattern} in {seconds} s:\n{Output}");
    }

    public void Send(string signal) => LinuxProcesses.Send(signal, _process.Id);

    /// <summary>The folder that its guards watch over.</summary>
    public async Task<string> RunFolderAsync()
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var guard = LinuxProcesses.ChildrenOf(_process.Id).Select(LinuxProcesses.CommandLine).FirstOrDefault(line => line.Contains("/tmp/apphost-", StringComparison.Ordinal));
            if (guard is not null)
                return Regex.Match(guard, "/tmp/apphost-[0-9a-f]+").Value;
            await Task.Delay(50);
        }
        throw new TimeoutException("It made no folder in 10 s:\n" + Output);
    }

    public Task ExitsAsync() => _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            Send("TERM");
            await ExitsAsync();
        }
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }
}

internal static class BuildMetadata
{
    public static string Of(string key) =>
        typeof(BuildMetadata).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
