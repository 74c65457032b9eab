using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace PersonalBudgets.AppHost;

/// <summary>One run of the suite, from its start until somebody stops it.</summary>
internal static class SuiteRun
{
    /// <summary>Runs the suite as the options say.</summary>
    /// <returns>The journeys' exit code if the suite stops after them; 0 otherwise.</returns>
    public static async Task<int> RunAsync(DistributedApplication suite, SuiteOptions options, PublicPorts ports, string? dashboard)
    {
        Console.WriteLine($"Gateway: REST http://localhost:{ports.Rest}, gRPC http://localhost:{ports.Grpc}, to read and try http://localhost:{ports.Rest}/docs");
        Console.WriteLine(dashboard is null ? "No dashboard: ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL is not set." : $"Telemetry goes to {dashboard}.");
        var started = Stopwatch.StartNew();
        await suite.StartAsync();
        var exitCode = options.PlaysJourneys ? await PlayAsync(suite, started) : 0;
        if (!options.Exits)
        {
            Console.WriteLine("The suite stays up until Ctrl-C.");
            await suite.WaitForShutdownAsync();
            return 0;
        }
        await suite.StopAsync();
        return exitCode;
    }

    private static async Task<int> PlayAsync(DistributedApplication suite, Stopwatch started)
    {
        try
        {
            // It waits for all others to be healthy.
            var state = await suite.ResourceNotifications.WaitForResourceAsync("journey", [KnownResourceStates.Running, .. KnownResourceStates.TerminalStates]);
            if (state == KnownResourceStates.Running)
                Console.WriteLine($"Everything is healthy, {started.Elapsed.TotalSeconds:0.0} s after the start.");
            var ended = await suite.ResourceNotifications.WaitForResourceAsync(
                "journey", change => change.Snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text));
            var exitCode = ended.Snapshot.ExitCode ?? 1;
            Console.WriteLine(exitCode == 0 ? "The journeys went as the sample says." : "The journeys did not go as the sample says.");
            return exitCode;
        }
        catch (OperationCanceledException)
        {
            return 1;
        }
    }
}
