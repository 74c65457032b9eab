using System.Collections.Concurrent;
using Npgsql;

namespace PersonalBudgets.Tests.Support;

/// <summary>A database for one test class: cloned from a template that is migrated once, which takes a tenth of a migration's time.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new();
    private readonly string _server;
    private readonly string _name;

    private TestDatabase(string server, string name) => (_server, _name) = (server, name);

    /// <summary>For Npgsql, as superuser.</summary>
    public string ConnectionString => Of(_server, _name);

    /// <summary>Makes a database.</summary>
    /// <param name="template">What the migration makes, such as <c>payments</c>.</param>
    /// <param name="migrate">Brings an empty database with this connection string up to date.</param>
    /// <param name="server">A server's superuser; the shared server if null.</param>
    public static async Task<TestDatabase> CreateAsync(string template, Func<string, Task> migrate, string? server = null)
    {
        server ??= await TestServers.PostgresAsync();
        var source = await Templates.GetOrAdd($"{template} {server}", _ => new(() => CreateTemplateAsync(server, template, migrate))).Value;
        var name = NewName(template);
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {source}");
        return new TestDatabase(server, name);
    }

    /// <summary>Makes an empty database.</summary>
    /// <param name="name">What its name starts with.</param>
    /// <param name="server">A server's superuser; the shared server if null.</param>
    public static async Task<TestDatabase> CreateEmptyAsync(string name, string? server = null)
    {
        server ??= await TestServers.PostgresAsync();
        var database = new TestDatabase(server, NewName(name));
        await ExecuteAsync(server, $"CREATE DATABASE {database._name}");
        return database;
    }

    /// <summary>Removes it, whoever is still connected.</summary>
    public async ValueTask DisposeAsync() => await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");

    private static async Task<string> CreateTemplateAsync(string server, string template, Func<string, Task> migrate)
    {
        var name = NewName(template);
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        await migrate(Of(server, name));
        // A database that somebody is connected to cannot be cloned, and pools stay connected.
        await ExecuteAsync(server, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await ExecuteAsync(server, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        return name;
    }

    private static string Of(string server, string database) => new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    private static string NewName(string prefix) => $"{prefix.Replace('-', '_')}_{Guid.NewGuid():N}";

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync();
    }
}
