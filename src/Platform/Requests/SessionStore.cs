using Npgsql;
using NpgsqlTypes;

namespace PersonalBudgets.Platform.Requests;

/// <summary>The statements that every transaction begins with.</summary>
internal static class SessionStore
{
    /// <summary>The setting that the row-level security of every table compares; it ends with the transaction.</summary>
    public static NpgsqlBatchCommand SetProgramme(string programme) =>
        new("select set_config('app.programme', $1, true)") { Parameters = { new() { Value = programme } } };

    /// <summary>The same for a transaction that must not write.</summary>
    public static NpgsqlBatchCommand SetProgrammeReadOnly(string programme) =>
        new("select set_config('app.programme', $1, true), set_config('transaction_read_only', 'on', true)") { Parameters = { new() { Value = programme } } };

    /// <summary>Ends the transaction with the batch that it is the last of.</summary>
    public static NpgsqlBatchCommand Commit() => new("commit");

    public static NpgsqlParameter Nullable(byte[]? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea };

    public static NpgsqlParameter Nullable(Guid? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };

    public static NpgsqlParameter Nullable(int? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer };

    public static NpgsqlParameter Nullable(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
