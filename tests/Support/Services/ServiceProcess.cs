using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PersonalBudgets.Tests.Support.Services;

/// <summary>A service's program as a process of its own, which dies with the tests however they end.</summary>
internal sealed class ServiceProcess : IDisposable
{
    // The shell holds the process; when the pipe from the tests closes, for whatever reason, it kills it.
    private const string Guard = "exec 3<&0; \"$@\" </dev/null & pid=$!; { cat <&3; kill -9 $pid; } >/dev/null 2>&1 & wait $pid";
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    private ServiceProcess(Process process) => _process = process;

    /// <summary>What it wrote, for the text of a failure.</summary>
    public string Output => string.Join(Environment.NewLine, _lines);

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it.</summary>
    /// <param name="assembly">The service's assembly, beside the tests' own: `Payments.Service`.</param>
    /// <param name="arguments">`migrate`, or nothing.</param>
    /// <param name="environment">The settings.</param>
    public static ServiceProcess Start(string assembly, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Debian's shell drops variables with a hyphen in their name, such as ConnectionStrings__payments-db; env does not.
        var settings = environment.Select(setting => $"{setting.Key}={setting.Value}");
        foreach (var argument in (string[])["-c", Guard, "guard", "env", .. settings, "dotnet", Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"), .. arguments])
            start.ArgumentList.Add(argument);

        var service = new ServiceProcess(new Process { StartInfo = start });
        service._process.OutputDataReceived += (_, line) => service._lines.Enqueue(line.Data ?? "");
        service._process.ErrorDataReceived += (_, line) => service._lines.Enqueue(line.Data ?? "");
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        return service;
    }

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }
}
