using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Platform.Database;

/// <summary>
/// Opens the gate once the database answers, its migrations are there and the session's role is one that row-level security binds.
/// A database that is not there yet is waited for; a role that is not safe ends the process, because no wait makes it safe.
/// </summary>
internal sealed partial class DatabaseOpening(
    ServiceDatabase database, ServiceIdentity service, MigrationSet migrations, DatabaseGate gate, IHostApplicationLifetime lifetime, ILogger<DatabaseOpening> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <remarks>A connection string that is missing or malformed ends the start: no wait makes it right.</remarks>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _ = database.DataSource;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? told = null;
        while (await FindObstacleAsync(stoppingToken) is { } obstacle)
        {
            gate.Wait(obstacle);
            if (obstacle != told)
                LogWaiting(service.Database, obstacle);
            told = obstacle;
            await Task.Delay(Pause, stoppingToken);
        }

        gate.Open();
        LogOpen(service.Database, service.AppRole);
    }

    private async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
            if (await RoleStore.FindFaultAsync(connection, cancellationToken) is { } fault)
                return Refuse(fault);
            return await migrations.FindMissingAsync(connection, cancellationToken) is { } missing
                ? $"The migration {missing} has not been applied: run this program with the argument migrate."
                : null;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            // PostgreSQL answers so before the first migration has made the role.
            return exception is PostgresException { SqlState: PostgresErrorCodes.InvalidParameterValue }
                ? $"The role {service.AppRole} is not there yet: run this program with the argument migrate."
                : $"The database does not answer ({(exception as PostgresException)?.SqlState ?? exception.GetType().Name}).";
        }
    }

    private string Refuse(string fault)
    {
        LogUnsafe(service.Database, fault);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
        return fault;
    }

    [LoggerMessage(7001, LogLevel.Information, "Waiting for {Database}: {Obstacle}")]
    private partial void LogWaiting(string database, string obstacle);

    [LoggerMessage(7002, LogLevel.Information, "Serving from {Database} as {Role}")]
    private partial void LogOpen(string database, string role);

    [LoggerMessage(7003, LogLevel.Critical, "Refusing to serve from {Database}: {Fault}")]
    private partial void LogUnsafe(string database, string fault);
}
