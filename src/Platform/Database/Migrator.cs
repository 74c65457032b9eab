using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Platform.Database;

/// <summary>
/// Brings the database up to this build: roles, Platform's migrations, the service's, the programmes, and a look at the catalogue.
/// Any number of runs at once end in the same state as one.
/// </summary>
internal sealed partial class Migrator(
    ServiceIdentity service, IConfiguration settings, MigrationSet migrations, IOptions<ProgrammesSettings> programmes, ILogger<Migrator> log)
{
    // "PBmigrat" as a number: one run at a time in a database, whoever starts it.
    private const long OneRun = 0x50426d6967726174;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var logins = DataSources.Create(settings, service, null);
        await using var login = await OpenAsync(logins, cancellationToken);
        await AdvisoryLockStore.TakeAsync(login, OneRun, cancellationToken);
        try
        {
            await RoleStore.CreateRolesAsync(login, login.Database, service.OwnerRole, service.AppRole, cancellationToken);
            await using var owners = DataSources.Create(settings, service, service.OwnerRole);
            await using var owner = await owners.OpenConnectionAsync(cancellationToken);
            await ApplyAsync(owner, cancellationToken);
            await MigrationStore.UpsertProgrammesAsync(owner, programmes.Value.All, cancellationToken);
            var faults = await CatalogueStore.FindFaultsAsync(owner, service.AppRole, cancellationToken);
            if (faults.Count > 0)
                throw new InvalidOperationException($"The schema of {service.Database} breaks the rules of tenancy: {string.Join("; ", faults)}.");
        }
        finally
        {
            await AdvisoryLockStore.ReleaseAsync(login, OneRun);
        }
    }

    private async Task ApplyAsync(NpgsqlConnection owner, CancellationToken cancellationToken)
    {
        await MigrationStore.CreateHistoryAsync(owner, cancellationToken);
        var history = await MigrationStore.ReadHistoryAsync(owner, cancellationToken);
        foreach (var migration in migrations.All)
        {
            if (history.TryGetValue((migration.Scope, migration.Number), out var applied))
            {
                if (applied != (migration.Name, migration.Checksum))
                    throw new InvalidOperationException($"The migration {applied.Name} was applied to {service.Database} with another content than {migration.Name} has now.");
                continue;
            }

            var sql = migration.Sql
                .Replace(":app", RoleStore.Quote(service.AppRole), StringComparison.Ordinal)
                .Replace(":owner", RoleStore.Quote(service.OwnerRole), StringComparison.Ordinal);
            await MigrationStore.ApplyAsync(owner, migration, sql, cancellationToken);
            LogApplied(migration.Scope, migration.Name, service.Database);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var isTold = false;
        while (true)
        {
            try
            {
                return await source.OpenConnectionAsync(cancellationToken);
            }
            catch (NpgsqlException exception) when (Outages.IsOutage(exception))
            {
                if (!isTold)
                    LogWaiting(service.Database);
                isTold = true;
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    [LoggerMessage(7010, LogLevel.Information, "Applied {Scope} {Migration} to {Database}")]
    private partial void LogApplied(string scope, string migration, string database);

    [LoggerMessage(7011, LogLevel.Information, "Waiting for {Database} to answer")]
    private partial void LogWaiting(string database);
}
