using System.Net;
using System.Text.Json;
using Dapper;
using Grpc.Core;
using Npgsql;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Database;

/// <summary>What a service does while its database is not what it should be.</summary>
public sealed class The_database
{
    [Fact]
    public async Task that_is_not_migrated_yet_is_waited_for()
    {
        await using var database = await TestDatabase.CreateEmptyAsync("waiting");
        await using var service = await SampleService.StartAsync(database.ConnectionString);

        await AssertUnavailableAsync(service);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(service, "/alive")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync(service, "/health")).Status);

        await SampleService.MigrateAsync(database.ConnectionString);
        await UntilServingAsync(service);
    }

    [Fact]
    public async Task that_is_there_lets_a_service_start_without_a_word_of_trouble()
    {
        await using var database = await TestDatabase.CreateAsync("samples", SampleService.MigrateAsync);
        using var logs = new LogLines();
        await using var service = await SampleService.StartAsync(database.ConnectionString, logs: logs);

        var (status, _) = await GetAsync(service, "/health");
        await UntilServingAsync(service);

        Assert.Equal(HttpStatusCode.OK, status);
        // The tests' service has no broker, and says so.
        Assert.DoesNotContain(logs.Troubles, line => !line.Contains("broker", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task that_goes_away_makes_calls_unavailable_until_it_is_back()
    {
        await using var server = await TestServers.StartPostgresAsync();
        var database = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "gone" }.ConnectionString;
        await using (var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=false"))
            await connection.ExecuteAsync("create database gone");
        await SampleService.MigrateAsync(database);
        await using var service = await SampleService.StartReadyAsync(database);
        var before = SampleService.NewSample();
        await service.Client.CreateSampleAsync(before, service.As());

        await server.KillAsync();
        await AssertUnavailableAsync(service);
        await AssertUnavailableAsync(service);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(service, "/alive")).Status);

        await server.RestartAsync();
        await UntilServingAsync(service);
        Assert.NotEmpty((await service.Client.CreateSampleAsync(before, service.As())).SampleId);
    }

    [Fact]
    public async Task and_the_broker_show_in_health()
    {
        await using var database = await TestDatabase.CreateAsync("samples", SampleService.MigrateAsync);
        await using var service = await SampleService.StartReadyAsync(database.ConnectionString);

        var (status, body) = await GetAsync(service, "/health");

        // The tests' service has no broker: it serves, and its events wait.
        Assert.Equal((HttpStatusCode.OK, "Degraded"), (status, body.GetProperty("status").GetString()));
        Assert.Equal("Healthy", body.GetProperty("checks").GetProperty("database").GetProperty("status").GetString());
    }

    private static async Task AssertUnavailableAsync(SampleService service)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await service.Client.ListSamplesAsync(new ListSamplesRequest(), service.As()));
        Assert.Equal((StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE"), (failure.StatusCode, StatusDetails.ReasonOf(failure)));
        Assert.Contains(StatusDetails.Read(failure)!.Details, detail => detail.Is(Google.Rpc.RetryInfo.Descriptor));
    }

    private static async Task UntilServingAsync(SampleService service)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await service.Client.ListSamplesAsync(new ListSamplesRequest(), service.As());
                return;
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.Unavailable && attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(SampleService service, string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(service.HttpAddress) };
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, body.RootElement.Clone());
    }
}
