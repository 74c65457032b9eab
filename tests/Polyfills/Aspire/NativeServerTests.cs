using System.Collections.Concurrent;
using NativeServers;
using Npgsql;

namespace PersonalBudgets.Polyfills.Tests.Aspire;

public sealed class A_native_PostgreSQL : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _output = [];
    private RunFolder _folder = null!;
    private NativePostgres _server = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = await RunFolder.CreateAsync("native-tests");
        _server = await NativePostgres.StartAsync(_folder, new NativeServerOptions { UserName = "postgres", Password = "a b'c;d\"", Output = _output.Enqueue });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _folder.DisposeAsync();
        Assert.False(Directory.Exists(_folder.Path));
    }

    [Fact]
    public async Task keeps_what_was_committed_through_a_kill_and_comes_back_at_the_same_port()
    {
        await ExecuteAsync("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
        var port = _server.Port;

        await _server.KillAsync();
        await Assert.ThrowsAsync<NpgsqlException>(() => ExecuteAsync("SELECT 1"));
        await _server.RestartAsync();

        Assert.Equal(7, await ExecuteAsync("SELECT id FROM kept"));
        Assert.Equal(port, _server.Port);
    }

    [Fact]
    public async Task shows_no_value_of_a_statement_that_fails()
    {
        await ExecuteAsync("CREATE TABLE people (nhs_number text PRIMARY KEY); INSERT INTO people VALUES ('9990000018')");

        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync("INSERT INTO people VALUES ('9990000018')"));
        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync("SELECT '9990000018-x'::bigint"));

        Assert.DoesNotContain(_output, line => line.Contains("999000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task refuses_another_password()
    {
        var wrong = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = _server.Port, Username = "postgres", Password = "wrong", Database = "postgres" };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());

        Assert.Equal("28P01", refusal.SqlState);
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = _server.Port, Username = "postgres", Password = "a b'c;d\"", Database = "postgres", Pooling = false,
        };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
