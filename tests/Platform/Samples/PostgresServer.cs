using Dapper;
using NativeServers;
using Npgsql;

[assembly: AssemblyFixture(typeof(PersonalBudgets.Platform.Tests.Samples.PostgresServer))]

namespace PersonalBudgets.Platform.Tests.Samples;

/// <summary>The PostgreSQL server of <c>SUITE_TEST_PG</c>, or one of its own.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private RunFolder? _folder;
    private NativePostgres? _server;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("SUITE_TEST_PG") is { Length: > 0 } given)
        {
            ConnectionString = given;
            return;
        }

        _folder = await RunFolder.CreateAsync("platform-tests");
        _server = await NativePostgres.StartAsync(_folder, new NativeServerOptions { UserName = "tests", Password = "tests", IsDurable = false });
        ConnectionString = _server.ConnectionString("postgres");
    }

    /// <summary>A new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"platform_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.ExecuteAsync($"create database {name}");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name, Pooling = false }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_folder is not null)
            await _folder.DisposeAsync();
    }
}
