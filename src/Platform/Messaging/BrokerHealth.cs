using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Whether the broker answers. If not, the service is degraded: it still takes calls, their events wait in the outbox.</summary>
internal sealed class BrokerHealth(BrokerConnection broker) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await broker.RequireAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (BrokerConnection.IsOutage(failure) && !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded("The broker does not answer: events wait in the outbox.");
        }
    }
}
