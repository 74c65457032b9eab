using Dapper;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PersonalBudgets.Platform.Clients;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Samples.V1;
using PersonalBudgets.ServiceDefaults;

namespace PersonalBudgets.Platform.Tests.Samples;

/// <summary>A whole service on real sockets and a real database: migrated, started, and called as its callers do.</summary>
public sealed class SampleService : IAsyncDisposable
{
    private static readonly string[] AllPermissions = ["samples.samples.write", "samples.samples.read", "samples.cards.write", "samples.cards.read"];
    private const string NoAddress = "http://127.0.0.1:1";
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;

    private SampleService(WebApplication app, TestIssuer issuer, string database, Clock clock)
    {
        _app = app;
        Issuer = issuer;
        Database = database;
        Clock = clock;
        _channel = GrpcChannel.ForAddress(GrpcAddress);
        Client = new SamplesService.SamplesServiceClient(_channel);
    }

    public static ServiceIdentity Identity { get; } = new("samples", typeof(SampleService).Assembly);

    public TestIssuer Issuer { get; }

    public string Database { get; }

    internal Clock Clock { get; }

    public SamplesService.SamplesServiceClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public string GrpcAddress => _app.Urls.First();

    public string HttpAddress => _app.Urls.Last();

    internal GrpcChannel Channel => _channel;

    /// <summary>Starts the service on a migrated database and waits until it serves.</summary>
    public static async Task<SampleService> StartReadyAsync(string database, string? neighbour = null, ILoggerProvider? logs = null)
    {
        var service = await StartAsync(database, neighbour, logs);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await service.Services.GetRequiredService<DatabaseGate>().WaitAsync(patience.Token);
        return service;
    }

    /// <summary>Starts the service on a database as it is, or on none.</summary>
    /// <param name="database">Its connection string.</param>
    /// <param name="neighbour">The service that it asks; itself if null.</param>
    /// <param name="logs">Gets what it logs.</param>
    public static async Task<SampleService> StartAsync(string database, string? neighbour = null, ILoggerProvider? logs = null)
    {
        var issuer = await TestIssuer.StartAsync();
        var clock = new Clock();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = "Platform.Tests" });
        builder.Configuration.AddInMemoryCollection(Settings(database, issuer));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        if (logs is not null)
            builder.Logging.AddProvider(logs);
        builder.AddPlatform(Identity, new MethodTable(SamplesService.Descriptor.Methods), null);
        builder.AddServiceClient<SamplesService.SamplesServiceClient>("samples");
        var app = builder.Build();
        app.MapPlatform();
        app.MapGrpcService<SamplesApi>();
        await app.StartAsync();
        // The service is its own neighbour: its address is known only now.
        app.Configuration["services:samples:grpc:0"] = neighbour ?? app.Urls.First();
        return new SampleService(app, issuer, database, clock);
    }

    public static async Task MigrateAsync(string database)
    {
        await using var app = Build([new("ConnectionStrings:samples-db", database)]);
        await app.Services.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);
    }

    /// <summary>Runs the program with arguments, as a deployment does.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] arguments, ILoggerProvider logs, params IEnumerable<(string Name, string Value)> settings) =>
        RunAsync(Identity, arguments, logs, settings);

    /// <summary>The same for a service of another name: with a database and roles of its own.</summary>
    public static Task<int> RunAsync(ServiceIdentity service, string[] arguments, ILoggerProvider logs, IEnumerable<(string Name, string Value)> settings) =>
        Build(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)), logs, service).RunServiceAsync(arguments);

    private static WebApplication Build(IEnumerable<KeyValuePair<string, string?>> settings, ILoggerProvider? logs = null, ServiceIdentity? service = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = "Platform.Tests" });
        builder.Configuration.AddInMemoryCollection(Settings("Host=127.0.0.1", null)).AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        if (logs is not null)
            builder.Logging.AddProvider(logs);
        builder.AddPlatform(service ?? Identity, new MethodTable(SamplesService.Descriptor.Methods), null);
        return builder.Build().MapPlatform();
    }

    /// <summary>Metadata with a good token.</summary>
    public Metadata As(string subject = "ann", string programme = "north", string[]? permissions = null, string? role = null, params IEnumerable<(string Name, string Value)> headers)
    {
        var claims = TestIssuer.Claims(permissions ?? AllPermissions);
        claims["sub"] = subject;
        claims["programme"] = programme;
        if (role is not null)
            claims["role"] = role;
        var metadata = new Metadata { { "authorization", $"Bearer {Issuer.Sign(claims)}" } };
        foreach (var (name, value) in headers)
            metadata.Add(name, value);
        return metadata;
    }

    public static CreateSampleRequest NewSample(string? title = null, string mischief = "") =>
        new() { Title = title ?? $"sample {Guid.NewGuid():N}"[..20], Mischief = mischief, RequestId = Guid.NewGuid().ToString(), AmountPence = 1250 };

    /// <summary>Looks into the database as nobody in production can: a superuser, to whom no policy applies.</summary>
    public async Task<IReadOnlyList<T>> LookAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection($"{Database};Pooling=false");
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    public async Task<long> CountAsync(string table, string where = "true", object? parameters = null) =>
        (await LookAsync<long>($"select count(*) from {table} where {where}", parameters))[0];

    /// <summary>Tells it to stop, as SIGTERM does, and waits until it has.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(string database, TestIssuer? issuer) =>
    [
        new("ConnectionStrings:samples-db", database),
        // Nobody listens there: what a service does while its broker is away.
        new("ConnectionStrings:broker", "amqp://tests:tests@127.0.0.1:9"),
        new("Identity:Issuer", TestIssuer.Issuer),
        new("Identity:JwksUri", $"{issuer?.Address ?? NoAddress}/jwks"),
        new("Identity:TokenEndpoint", $"{issuer?.Address ?? NoAddress}/token"),
        new("Identity:ClientSecret", "a secret of the tests"),
        new("Paging:Key", "0123456789abcdef0123456789abcdef"),
        new("Programmes:0:Name", "north"), new("Programmes:0:IntegratedCareBoard", "QNX"), new("Programmes:0:Council", "E10000011"),
        new("Programmes:1:Name", "south"), new("Programmes:1:IntegratedCareBoard", "QRL"), new("Programmes:1:Council", "E10000014"),
    ];
}
