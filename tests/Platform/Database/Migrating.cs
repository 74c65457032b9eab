using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Database;

public sealed class Migrating : IAsyncLifetime
{
    private const string Table = """
        create schema s;
        create table s.things (programme text not null references platform.programmes, id uuid not null, size int not null, primary key (programme, id));
        select platform.protect('s.things', updatable => true);
        """;

    // Roles are the server's, not the database's: each test has its own.
    private readonly ServiceIdentity _service = new($"t{Guid.NewGuid().ToString("N")[..8]}", typeof(SampleService).Assembly);
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateEmptyAsync("migrating");

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await using var connection = new NpgsqlConnection($"{await TestServers.PostgresAsync()};Pooling=false");
        await connection.ExecuteAsync($"drop role if exists {_service.OwnerRole}; drop role if exists {_service.AppRole}");
    }

    [Fact]
    public async Task twice_changes_nothing_the_second_time()
    {
        await MigrateAsync(Table);
        var first = await HistoryAsync();

        await MigrateAsync(Table);

        Assert.Equal(first, await HistoryAsync());
    }

    [Fact]
    public async Task by_many_at_once_ends_as_by_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => MigrateAsync(Table)));

        Assert.Equal(await HistoryAsync(), (await HistoryAsync()).Distinct());
        Assert.Equal(1, await OneAsync<long>("select count(*) from platform.programmes"));
    }

    [Fact]
    public async Task many_databases_of_one_service_at_once_makes_its_roles_once()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestDatabase.CreateEmptyAsync("migrating")));

        await Task.WhenAll(databases.Select(database => RunAsync(database.ConnectionString, Table)));

        foreach (var database in databases)
            await database.DisposeAsync();
    }

    [Fact]
    public async Task is_refused_when_a_file_was_changed_after_it_was_applied()
    {
        await MigrateAsync(Table);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => MigrateAsync(Table + " -- one word more"));

        Assert.Contains("0001_create_things.sql", failure.Message);
    }

    [Fact]
    public async Task applies_the_whole_file_or_nothing_of_it()
    {
        await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(Table + " select 1 / 0;"));

        Assert.Equal(0, await OneAsync<long>("select count(*) from platform.schema_history where scope <> 'platform'"));
        Assert.True(await OneAsync<bool>("select to_regclass('s.things') is null"));
    }

    [Fact]
    public async Task of_data_is_an_error_where_a_policy_would_hide_the_rows()
    {
        var failure = await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(Table, "update s.things set size = 2"));

        Assert.Contains("row-level security", failure.MessageText);
        await MigrateAsync(Table, "alter table s.things no force row level security; update s.things set size = 2; alter table s.things force row level security");
    }

    [Fact]
    public async Task takes_the_programmes_from_the_settings_and_changes_them_with_the_settings()
    {
        await MigrateAsync(Table);
        await RunAsync(_database.ConnectionString, Table, null, "QXX");

        Assert.Equal("QXX", await OneAsync<string>("select integrated_care_board from platform.programmes where programme = 'north'"));
    }

    [Theory]
    [InlineData("create table s.open (programme text not null, id int, primary key (programme, id))", "s.open has no row-level security")]
    [InlineData("alter table s.things no force row level security", "s.things has no row-level security")]
    [InlineData("drop policy programme on s.things", "s.things has no row-level security")]
    [InlineData("grant delete on s.things to :app", "can delete from s.things")]
    [InlineData("grant truncate on s.things to :app", "can delete from s.things")]
    [InlineData("create unique index one_size on s.things (size)", "one_size of s.things lacks the programme")]
    [InlineData("create table s.roots (programme text, id uuid primary key); create table s.parts (programme text not null, id int, "
        + "root_id uuid constraint of_root references s.roots, primary key (programme, id)); select platform.protect('s.parts')", "of_root of s.parts lacks the programme")]
    public async Task is_refused_when_it_leaves_a_hole_between_programmes(string hole, string fault)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => MigrateAsync(Table, hole));

        Assert.Contains(fault, failure.Message);
    }

    [Theory]
    [InlineData("1_create_things.sql")]
    [InlineData("0001.sql")]
    [InlineData("0001_Create_Things.sql")]
    [InlineData("0001_things.sql")]
    public void is_refused_for_a_file_whose_name_says_too_little(string name) =>
        Assert.Throws<InvalidOperationException>(() => Migration.Of("s", name, ""));

    [Fact]
    public void is_refused_for_two_files_of_one_number() =>
        Assert.Throws<InvalidOperationException>(() => MigrationSet.Order([Migration.Of("s", "0002_add_a.sql", ""), Migration.Of("s", "0002_add_b.sql", "")]));

    private Task MigrateAsync(params string[] files) => RunAsync(_database.ConnectionString, files[0], files.ElementAtOrDefault(1));

    private Task RunAsync(string database, string table, string? second = null, string board = "QNX")
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new($"ConnectionStrings:{_service.Database}", database)]).Build();
        List<Migration> own = [Migration.Of("s", "0001_create_things.sql", table)];
        if (second is not null)
            own.Add(Migration.Of("s", "0002_change_things.sql", second));
        var platform = MigrationSet.Of(new ServiceIdentity(MigrationSet.PlatformScope, typeof(MigrationSet).Assembly)).All.DistinctBy(migration => migration.Name);
        var programmes = new ProgrammesSettings { All = [new() { Name = "north", IntegratedCareBoard = board, Council = "E10000011" }] };
        return new Migrator(_service, settings, new MigrationSet([.. platform, .. own]), Microsoft.Extensions.Options.Options.Create(programmes), NullLogger<Migrator>.Instance).RunAsync(CancellationToken.None);
    }

    private async Task<IReadOnlyList<(string, int, DateTime)>> HistoryAsync()
    {
        await using var connection = new NpgsqlConnection($"{_database.ConnectionString};Pooling=false");
        return (await connection.QueryAsync<(string, int, DateTime)>("select scope, number, applied_at from platform.schema_history order by 1, 2")).AsList();
    }

    private async Task<T> OneAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection($"{_database.ConnectionString};Pooling=false");
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }
}
