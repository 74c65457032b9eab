using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Whether the consumers listen. The first time it is asked before they can, and waits the moment that a start takes.</summary>
internal sealed class ConsumersHealth(Listener listener) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private bool _haveListened;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        for (var asked = Stopwatch.StartNew(); !_haveListened && !listener.IsListening && asked.Elapsed < Patience;)
            await Task.Delay(Pause, cancellationToken);
        var isListening = listener.IsListening;
        _haveListened |= isListening;
        // Without the broker calls still succeed and events wait: that is degraded, not dead.
        return isListening
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The consumers do not listen: events wait at the broker or in the outbox.");
    }
}
