using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running;

/// <summary>Asks a resource's health checks again and again: seldom once it is healthy, more and more seldom while it is not.</summary>
internal static class HealthMonitor
{
    private static readonly TimeSpan WhenHealthy = TimeSpan.FromSeconds(30), Longest = TimeSpan.FromSeconds(5);

    /// <summary>The health after each round.</summary>
    public static async IAsyncEnumerable<HealthStatus> WatchAsync(
        IReadOnlyList<HealthCheckAnnotation> checks, [EnumeratorCancellation] CancellationToken ended)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (!ended.IsCancellationRequested)
        {
            var results = await Task.WhenAll(checks.Select(check => CheckAsync(check, ended)));
            var isHealthy = results.All(result => result);
            if (ended.IsCancellationRequested)
                yield break;
            yield return isHealthy ? HealthStatus.Healthy : HealthStatus.Unhealthy;
            pause = isHealthy ? WhenHealthy : pause >= Longest ? Longest : pause * 1.5;
            await Task.Delay(pause, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<bool> CheckAsync(HealthCheckAnnotation check, CancellationToken ended)
    {
        try
        {
            return await check.CheckAsync(ended);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }
}
