using Dapper;
using Npgsql;

namespace PersonalBudgets.Platform.Database;

/// <summary>Locks of a database that a connection holds until it gives them back or ends.</summary>
internal static class AdvisoryLockStore
{
    public static Task TakeAsync(NpgsqlConnection connection, long key, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@key)", new { key }, commandTimeout: 0, cancellationToken: cancellationToken));

    public static Task<bool> TryTakeAsync(NpgsqlConnection connection, long key) =>
        connection.ExecuteScalarAsync<bool>("select pg_try_advisory_lock(@key)", new { key });

    public static Task ReleaseAsync(NpgsqlConnection connection, long key) =>
        connection.ExecuteAsync("select pg_advisory_unlock(@key)", new { key });
}
