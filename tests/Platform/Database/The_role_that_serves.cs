using Dapper;
using Npgsql;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Database;

public sealed class The_role_that_serves : IAsyncLifetime
{
    private readonly string _role = $"r{Guid.NewGuid().ToString("N")[..8]}";
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateEmptyAsync("roles");

    public async ValueTask DisposeAsync()
    {
        await using (var connection = await OpenAsync(null))
            await connection.ExecuteAsync($"drop owned by {_role}; drop role {_role}");
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("superuser", "", "is a superuser")]
    [InlineData("bypassrls", "", "has BYPASSRLS")]
    [InlineData("", "create table owned (id int); alter table owned owner to {0}", "owns a table")]
    [InlineData("", "", null)]
    public async Task must_be_one_that_row_level_security_binds(string attributes, string more, string? fault)
    {
        await using (var connection = await OpenAsync(null))
            await connection.ExecuteAsync($"create role {_role} {attributes}; {string.Format(more, _role)}");

        await using var session = await OpenAsync(_role);
        var found = await RoleStore.FindFaultAsync(session, CancellationToken.None);

        Assert.Equal(fault is null ? null : $"the role {_role} {fault}", found);
    }

    private async Task<NpgsqlConnection> OpenAsync(string? role)
    {
        var connection = new NpgsqlConnection($"{_database.ConnectionString};Pooling=false{(role is null ? "" : $";Options=-c role={role}")}");
        await connection.OpenAsync();
        return connection;
    }
}
