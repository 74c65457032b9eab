using Dapper;
using Npgsql;

namespace PersonalBudgets.Platform.Database;

internal static class MigrationStore
{
    public static Task CreateHistoryAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition("""
            create schema if not exists platform;
            create table if not exists platform.schema_history (
                scope       text not null,
                number      int not null,
                name        text not null,
                checksum    text not null,
                applied_at  timestamptz not null default now(),
                primary key (scope, number)
            )
            """, cancellationToken: cancellationToken));

    /// <summary>Name and checksum of each applied migration by scope and number; empty in a database that has none.</summary>
    public static async Task<IReadOnlyDictionary<(string Scope, int Number), (string Name, string Checksum)>> ReadHistoryAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var exists = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select to_regclass('platform.schema_history') is not null", cancellationToken: cancellationToken));
        if (!exists)
            return new Dictionary<(string, int), (string, string)>();
        var rows = await connection.QueryAsync<(string Scope, int Number, string Name, string Checksum)>(new CommandDefinition(
            "select scope, number, name, checksum from platform.schema_history", cancellationToken: cancellationToken));
        return rows.ToDictionary(row => (row.Scope, row.Number), row => (row.Name, row.Checksum));
    }

    /// <summary>Applies a file and records it, both or neither. A policy that would hide rows from it is an error instead.</summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, string sql, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("set local row_security = off", transaction: transaction, cancellationToken: cancellationToken));
        await using (var file = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 })
            await file.ExecuteNonQueryAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into platform.schema_history (scope, number, name, checksum) values (@Scope, @Number, @Name, @Checksum)",
            new { migration.Scope, migration.Number, migration.Name, migration.Checksum }, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public static Task UpsertProgrammesAsync(NpgsqlConnection connection, IEnumerable<Programme> programmes, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition("""
            insert into platform.programmes (programme, integrated_care_board, council) values (@Name, @IntegratedCareBoard, @Council)
            on conflict (programme) do update set integrated_care_board = excluded.integrated_care_board, council = excluded.council
            """, programmes, cancellationToken: cancellationToken));
}
