using Dapper;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Tests.Support.Services;

/// <summary>
/// A service as it runs in production, in a process of its own: a migrated database for itself, real tokens, real sockets.
/// It has a broker only where the test gives one; without, its events wait in <c>platform.outbox</c>, where tests can look.
/// Its programmes are <c>north</c> (ICB QNX, council E10000011) and <c>south</c> (ICB QRL, council E10000014).
/// </summary>
public sealed class RunningService : IAsyncDisposable
{
    private const string NoBroker = "amqp://nobody:nobody@127.0.0.1:9";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly string[] AllPermissions = [.. Contract.Methods.Select(method => method.Rules()!.Permission).Distinct()];

    // One for all services of a test run, until its end: they call each other with its tokens.
    private static readonly Lazy<Task<TestIssuer>> SharedIssuer = new(() => TestIssuer.StartAsync(AllPermissions));
    private readonly ServiceProcess _process;
    private readonly TestIssuer _issuer;
    private readonly TestDatabase _database;

    private RunningService(ServiceProcess process, TestIssuer issuer, TestDatabase database, string address)
    {
        (_process, _issuer, _database, Address) = (process, issuer, database, address);
        Channel = GrpcChannel.ForAddress(address);
    }

    /// <summary>To its gRPC endpoint.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>Its gRPC endpoint, as another service's setting `services__NAME__grpc__0` wants it.</summary>
    public string Address { get; }

    /// <summary>What it wrote so far.</summary>
    public string Output => _process.Output;

    /// <summary>Migrates a database of its own and starts the service on it.</summary>
    /// <param name="area">`payments`; its assembly is `Payments.Service`, beside the tests' own.</param>
    /// <param name="broker">A virtual host's address; null: it runs without a broker.</param>
    /// <param name="settings">What else to set, by the names of environment variables.</param>
    public static async Task<RunningService> StartAsync(string area, string? broker = null, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var assembly = $"{char.ToUpperInvariant(area[0])}{area[1..]}.Service";
        var issuer = await SharedIssuer.Value;
        var database = await TestDatabase.CreateAsync(area, connection => MigrateAsync(area, assembly, connection, issuer));
        if (broker is not null)
            await MigrateAsync(area, assembly, database.ConnectionString, issuer, broker);

        var (grpc, http) = (ServiceProcess.FreePort(), ServiceProcess.FreePort());
        var process = ServiceProcess.Start(assembly, [],
        [
            .. Settings(area, database.ConnectionString, broker ?? NoBroker, issuer),
            new("Kestrel__Endpoints__grpc__Url", $"http://127.0.0.1:{grpc}"),
            new("Kestrel__Endpoints__http__Url", $"http://127.0.0.1:{http}"),
            .. settings,
        ]);
        await ReadyAsync(process, area, new Uri($"http://127.0.0.1:{http}/health"));
        return new RunningService(process, issuer, database, $"http://127.0.0.1:{grpc}");
    }

    /// <summary>Metadata with a good token.</summary>
    /// <param name="subject">Who calls.</param>
    /// <param name="programme">`north` or `south`, or one that is not served.</param>
    /// <param name="permissions">All that the contract knows if null.</param>
    public Metadata As(string subject = "ann", string programme = "north", IReadOnlyList<string>? permissions = null) =>
        new() { { "authorization", $"Bearer {_issuer.Token(subject, programme, permissions)}" } };

    /// <summary>Looks into the database as nobody in production can: as superuser, to whom no policy applies.</summary>
    public async Task<IReadOnlyList<T>> LookAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    /// <summary>The bodies of the events that it published, of one kind and one aggregate, as JSON.</summary>
    public Task<IReadOnlyList<string>> EventsAsync<TEvent>(string aggregateId) where TEvent : IDomainEvent => LookAsync<string>(
        "select body::text from platform.outbox where type = @Name and aggregate_id = @Id order by id", new { Name = typeof(TEvent).FullName, Id = Guid.Parse(aggregateId) });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        _process.Dispose();
        await _database.DisposeAsync();
    }

    private static async Task MigrateAsync(string area, string assembly, string database, TestIssuer issuer, string? broker = null)
    {
        // The step declares the broker's topology as well, so it needs one even where the service will run without.
        await using var own = broker is null ? await TestVirtualHost.CreateAsync() : null;
        using var process = ServiceProcess.Start(assembly, ["migrate"], Settings(area, database, broker ?? own!.ConnectionString, issuer));
        if (await process.EndAsync(Patience) is not 0)
            throw new InvalidOperationException($"{assembly} could not migrate:{Environment.NewLine}{process.Output}");
    }

    private static async Task ReadyAsync(ServiceProcess process, string area, Uri health)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var deadline = DateTime.UtcNow + Patience; DateTime.UtcNow < deadline && !process.HasEnded; await Task.Delay(100))
        {
            try
            {
                using var answer = await client.GetAsync(health);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }

        var output = process.Output;
        process.Dispose();
        throw new InvalidOperationException($"{area} does not serve:{Environment.NewLine}{output}");
    }

    private static IEnumerable<KeyValuePair<string, string>> Settings(string area, string database, string broker, TestIssuer issuer) =>
    [
        new("ASPNETCORE_ENVIRONMENT", "Production"),
        new($"ConnectionStrings__{area}-db", database),
        new("ConnectionStrings__broker", broker),
        new("Identity__Issuer", TestIssuer.Issuer),
        new("Identity__JwksUri", $"{issuer.Address}/jwks"),
        new("Identity__TokenEndpoint", $"{issuer.Address}/token"),
        new("Identity__ClientSecret", "a secret of the tests"),
        new("Paging__Key", "0123456789abcdef0123456789abcdef"),
        new("Programmes__0__Name", "north"), new("Programmes__0__IntegratedCareBoard", "QNX"), new("Programmes__0__Council", "E10000011"),
        new("Programmes__1__Name", "south"), new("Programmes__1__IntegratedCareBoard", "QRL"), new("Programmes__1__Council", "E10000014"),
    ];
}
