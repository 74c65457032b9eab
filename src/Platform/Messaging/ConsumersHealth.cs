using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Whether the consumers listen. The first time it is asked before they can, and waits the moment that a start takes.</summary>
internal sealed class ConsumersHealth(Listener listener) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private bool _haveListened;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var isListening = _haveListened ? listener.IsListening : await listener.ListenWithinAsync(Patience, cancellationToken);
        _haveListened |= isListening;
        // Without the broker calls still succeed and events wait: that is degraded, not dead.
        return isListening
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The consumers do not listen: events wait at the broker or in the outbox.");
    }
}
