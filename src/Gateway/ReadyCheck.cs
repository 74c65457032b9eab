using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PersonalBudgets.Gateway;

/// <summary>
/// Ready until the process is told to stop. Services that are down do not count: what they answer for fails, the rest goes on.
/// </summary>
internal sealed class ReadyCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The process is stopping.") : HealthCheckResult.Healthy());
}
