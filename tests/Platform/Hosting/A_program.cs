using Dapper;
using Npgsql;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Hosting;

public sealed class A_program
{
    [Theory]
    [InlineData("migrat")]
    [InlineData("migrate", "now")]
    public async Task says_how_it_is_used_when_its_arguments_mean_nothing(params string[] arguments)
    {
        using var logs = new LogLines();

        Assert.Equal(2, await SampleService.RunAsync(arguments, logs));
    }

    [Theory]
    [InlineData("ConnectionStrings:samples-db", "", "ConnectionStrings__samples-db")]
    [InlineData("ConnectionStrings:samples-db", "Hots=127.0.0.1", "hots")]
    [InlineData("Identity:Issuer", "", "Issuer")]
    [InlineData("Identity:JwksUri", "not an address", "JwksUri")]
    [InlineData("Identity:ClientSecret", "changeme", "Identity__ClientSecret")]
    [InlineData("Paging:Key", "short", "Key")]
    [InlineData("Paging:Key", "placeholder-placeholder-placeholder", "Paging__Key")]
    [InlineData("Programmes:0:Name", "North Place", "Programmes__N__Name")]
    [InlineData("Programmes:1:Name", "north", "each programme once")]
    [InlineData("Programmes:0:Council", "", "__Council")]
    public async Task does_not_start_with_a_setting_that_cannot_be_right_and_names_it(string name, string value, string said)
    {
        using var logs = new LogLines();

        Assert.Equal(1, await SampleService.RunAsync([], logs, (name, value)));

        Assert.Contains(logs.All, line => line.Contains(said, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task migrates_when_told_to_and_will_not_serve_as_a_role_that_sees_every_programme()
    {
        // Roles are the server's, not the database's, so that this one is no other test's.
        var service = new ServiceIdentity($"t{Guid.NewGuid().ToString("N")[..8]}", typeof(SampleService).Assembly);
        await using var database = await TestDatabase.CreateEmptyAsync("programs");
        await using var broker = await TestVirtualHost.CreateAsync();
        (string, string)[] settings = [($"ConnectionStrings:{service.Database}", database.ConnectionString), ("ConnectionStrings:broker", broker.ConnectionString)];
        using var logs = new LogLines();

        Assert.Equal(0, await SampleService.RunAsync(service, ["migrate"], logs, settings));
        Assert.Equal(0, await SampleService.RunAsync(service, ["migrate"], logs, settings));
        await ExecuteAsync(database, $"alter role {service.AppRole} superuser");
        var exitCode = await SampleService.RunAsync(service, [], logs, settings);
        Environment.ExitCode = 0; // The tests' own process is not the one that refuses.

        Assert.Equal(1, exitCode);
        Assert.Contains(logs.Troubles, line => line.Contains($"the role {service.AppRole} is a superuser", StringComparison.Ordinal));
        await ExecuteAsync(database, $"drop owned by {service.AppRole}, {service.OwnerRole} cascade; drop role {service.AppRole}, {service.OwnerRole}");
    }

    [Fact]
    public async Task finishes_what_it_has_begun_when_it_is_told_to_stop()
    {
        await using var database = await TestDatabase.CreateAsync("samples", SampleService.MigrateAsync);
        await using var service = await SampleService.StartReadyAsync(database.ConnectionString);
        var request = SampleService.NewSample(mischief: "SLOWER");
        var call = service.Client.CreateSampleAsync(request, service.As()).ResponseAsync;
        // It has begun once its transaction is open.
        while (await service.CountAsync("pg_stat_activity", "datname = current_database() and state = 'idle in transaction'") is 0)
            await Task.Delay(10);

        await service.StopAsync();

        Assert.NotEmpty((await call).SampleId);
        Assert.Equal(1, await service.CountAsync("samples.samples", "title = @Title", new { request.Title }));
    }

    private static async Task ExecuteAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{database.ConnectionString};Pooling=false");
        await connection.ExecuteAsync(sql);
    }
}
