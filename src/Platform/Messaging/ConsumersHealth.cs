using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// Whether the consumers listen. MassTransit's own check calls each start a trouble, because it is asked before they can: this one waits the
/// moment that a start takes.
/// </summary>
internal sealed class ConsumersHealth(IBusControl bus) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private bool _haveListened;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = _haveListened ? bus.CheckHealth().Status : await bus.WaitForHealthStatus(BusHealthStatus.Healthy, Patience);
        _haveListened |= status is BusHealthStatus.Healthy;
        // Without the broker calls still succeed and events wait: that is degraded, not dead.
        return status is BusHealthStatus.Healthy
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The consumers do not listen: events wait at the broker or in the outbox.");
    }
}
