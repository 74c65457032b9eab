using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace PersonalBudgets.Platform.Database;

/// <summary>Whether requests can be served: the gate is open and the database answers.</summary>
internal sealed class DatabaseHealth(ServiceDatabase database, DatabaseGate gate) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            // A start that goes well is no failure to tell of: whoever asks early waits the moment that it takes.
            await gate.LookedAtAsync(timeout.Token);
            if (gate.WaitsFor is { } obstacle)
                return HealthCheckResult.Unhealthy(obstacle);
            await using var command = database.DataSource.CreateCommand("select 1");
            await command.ExecuteScalarAsync(timeout.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
