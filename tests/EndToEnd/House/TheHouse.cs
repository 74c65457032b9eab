using Npgsql;
using PersonalBudgets.EndToEnd.Tests.Telemetry;
using PersonalBudgets.Tests.Support.Launching;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.House;

/// <summary>
/// The whole suite as real processes on servers of its own, started as a platform team would: environment variables and nothing else.
/// Any of it can be killed and started again.
/// </summary>
internal sealed class TheHouse : IAsyncDisposable
{
    private readonly Dictionary<string, HouseProgram> _programs = [];
    private readonly List<StallingProxy> _balancers = [];
    private readonly HouseSettings _settings;

    private TheHouse(TestServer postgres, TestServer broker, OtlpReceiver telemetry, HouseSettings settings)
    {
        Postgres = postgres;
        Broker = broker;
        Telemetry = telemetry;
        _settings = settings;
        Rest = new HttpClient { BaseAddress = settings.GatewayRest, Timeout = TimeSpan.FromSeconds(60) };
    }

    public TestServer Postgres { get; }

    public TestServer Broker { get; }

    public OtlpReceiver Telemetry { get; }

    /// <summary>The gateway's REST door.</summary>
    public HttpClient Rest { get; }

    /// <summary>The gateway's gRPC door.</summary>
    public Uri GatewayGrpc => _settings.GatewayGrpc;

    /// <summary>The services and the gateway, by their names.</summary>
    public IReadOnlyDictionary<string, HouseProgram> Programs => _programs;

    /// <summary>All processes of all programs.</summary>
    public IEnumerable<HouseProcess> Processes => _programs.Values.SelectMany(program => program.Replicas);

    /// <summary>A service's gRPC address.</summary>
    public Uri GrpcOf(string name) => _settings.GrpcOf(name);

    /// <summary>A service's HTTP/1.1 address.</summary>
    public Uri HttpOf(string name) => _settings.HttpOf(name);

    /// <summary>Starts everything and waits until it is healthy.</summary>
    /// <param name="replicas">Processes of each service and of the gateway.</param>
    /// <param name="brokerOf">The broker's address for a service, where it is not the broker's own: through a proxy of the test.</param>
    /// <param name="restore">Makes the databases from what was saved; without it they are made empty.</param>
    public static async Task<TheHouse> StartAsync(
        int replicas = 1, Func<string, Uri, Uri?>? brokerOf = null, Func<TestServer, Task>? restore = null)
    {
        var starting = (TestServers.StartPostgresAsync(), TestServers.StartBrokerAsync());
        var (postgres, broker, telemetry) = (await starting.Item1, await starting.Item2, await OtlpReceiver.StartAsync());
        var settings = new HouseSettings(postgres.ConnectionString, new Uri(broker.ConnectionString), telemetry.Address, replicas, brokerOf);
        var house = new TheHouse(postgres, broker, telemetry, settings);
        try
        {
            await (restore?.Invoke(postgres) ?? house.CreateDatabasesAsync());
            await house.MigrateAsync();
            house._balancers.AddRange(settings.Balance());
            foreach (var name in HouseSettings.Names)
                house.Launch(name);
            await house.HealthyAsync();
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a program that was killed.</summary>
    public async Task RestartAsync(string name)
    {
        _programs[name].Start();
        await HealthyAsync(name);
    }

    /// <summary>Waits until everything, or these, answers `/health` with 200.</summary>
    public async Task HealthyAsync(params string[] names)
    {
        foreach (var name in names is [] ? HouseSettings.Names : names)
        {
            await Eventually.TrueAsync($"{name} is healthy", async () => await StatusAsync(name) is "Healthy", 90, () => _programs[name].ToString());
        }
    }

    /// <summary>What `/health` of a program's processes says, each answer once; empty where one does not answer.</summary>
    public async Task<string> StatusAsync(string name) =>
        string.Join(",", (await Task.WhenAll(_settings.Replicas.Select(replica => StatusAsync(_settings.HttpOf(name, replica))))).Distinct());

    /// <summary>How many messages a queue holds, ready or not acknowledged.</summary>
    public async Task<int> CountMessagesAsync(string queue)
    {
        using var http = new HttpClient { BaseAddress = Broker.Management };
        var user = Uri.UnescapeDataString(new Uri(Broker.ConnectionString).UserInfo);
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(user)));
        var answer = await http.GetStringAsync($"api/queues/%2f/{Uri.EscapeDataString(queue)}");
        return System.Text.Json.Nodes.JsonNode.Parse(answer)!["messages"]?.GetValue<int>() ?? 0;
    }

    /// <summary>A value of a service's database, read as its superuser.</summary>
    public async Task<T> ScalarAsync<T>(string service, string sql)
    {
        await using var connection = new NpgsqlConnection(_settings.Database(service) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        Rest.Dispose();
        foreach (var program in _programs.Values)
            await program.DisposeAsync();
        foreach (var balancer in _balancers)
            await balancer.DisposeAsync();
        await Broker.DisposeAsync();
        await Postgres.DisposeAsync();
        await Telemetry.DisposeAsync();
        _settings.Dispose();
    }

    private static async Task<string> StatusAsync(Uri process)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            var body = await http.GetStringAsync(new Uri(process, "/health"));
            return System.Text.Json.Nodes.JsonNode.Parse(body)!["status"]!.GetValue<string>();
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return "";
        }
    }

    private async Task CreateDatabasesAsync()
    {
        foreach (var service in HouseSettings.Services)
        {
            await using var connection = new NpgsqlConnection(Postgres.ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"CREATE DATABASE \"{service}-db\"", connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private Task MigrateAsync() => Task.WhenAll(HouseSettings.Services.Select(async service =>
    {
        await using var migration = new HouseProcess($"{service}-migrate", HouseSettings.ProgramOf(service), _settings.EnvironmentOf(service));
        if (await migration.RunAsync("migrate") != 0)
            throw new InvalidOperationException(migration.ToString());
    }));

    private void Launch(string name)
    {
        _programs[name] = new HouseProgram([.. _settings.Replicas.Select(replica =>
            new HouseProcess(replica == 0 ? name : $"{name}-{replica}", HouseSettings.ProgramOf(name), _settings.EnvironmentOf(name, replica)))]);
        _programs[name].Start();
    }
}
