using Npgsql;

namespace PersonalBudgets.Bench.Machine;

/// <summary>The PostgreSQL server behind a database, as a process of this machine, in a container or not.</summary>
internal sealed class PostgresProcess(int postmaster)
{
    /// <summary>Of the server with all its sessions and workers, those that ended too.</summary>
    public TimeSpan ProcessorTime => Machine.ProcessorTime.OfTree(postmaster);

    /// <summary>Finds it by a session: PostgreSQL writes the database's name, which is like no other, into the session's title.</summary>
    public static async Task<PostgresProcess> FindAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        var session = Machine.ProcessorTime.All().First(process => TitleOf(process) is var title
            && title.StartsWith("postgres:", StringComparison.Ordinal) && title.Contains($" {connection.Database} ", StringComparison.Ordinal));
        return new PostgresProcess(Machine.ProcessorTime.ParentOf(session));
    }

    private static string TitleOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
