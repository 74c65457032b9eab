using System.Reflection;
using Dapper;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Tests.Support;

/// <summary>
/// A service's whole program on real sockets, in the tests' own process so that they reach its parts and its clock, with a migrated database and a virtual host of the broker of its own, called as its callers do.
/// Programmes: <c>north</c> (QNX, E10000011) and <c>south</c> (QRL, E10000014).
/// </summary>
public sealed class TestService : IAsyncDisposable
{
    /// <summary>The programme that callers are of unless said otherwise, and its funders.</summary>
    public const string Programme = "north", IntegratedCareBoard = "QNX", Council = "E10000011";

    private readonly TestDatabase _database;
    private readonly TestVirtualHost _broker;
    private readonly IAsyncDisposable _program;

    private TestService(TestIssuer issuer, TestDatabase database, TestVirtualHost broker, TestClock clock, IAsyncDisposable program, IServiceProvider services)
    {
        Issuer = issuer;
        _database = database;
        _broker = broker;
        Clock = clock;
        _program = program;
        Services = services;
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        // In the order of the settings' endpoints: grpc, http.
        Channel = GrpcChannel.ForAddress(addresses[0]);
        HttpAddress = addresses[1];
    }

    /// <summary>Who signs the callers' tokens and gives the service its own.</summary>
    public TestIssuer Issuer { get; }

    /// <summary>The service's clock.</summary>
    public TestClock Clock { get; }

    /// <summary>The service's parts.</summary>
    public IServiceProvider Services { get; }

    /// <summary>To its gRPC port.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>Its HTTP/1.1 port.</summary>
    public string HttpAddress { get; }

    /// <summary>The database, for Npgsql, as a superuser.</summary>
    public string ConnectionString => _database.ConnectionString;

    /// <summary>The broker's address with the virtual host.</summary>
    public string Broker => _broker.ConnectionString;

    /// <summary>Migrates and starts the service.</summary>
    /// <typeparam name="TProgram">The service's <c>Program</c>.</typeparam>
    /// <param name="name">Its area, such as <c>plans</c>.</param>
    /// <param name="settings">Further settings, such as another service's address.</param>
    public static async Task<TestService> StartAsync<TProgram>(string name, params IEnumerable<(string Key, string Value)> settings) where TProgram : class
    {
        var main = typeof(TProgram).Assembly.EntryPoint!;
        var issuer = await TestIssuer.StartAsync([.. Contract.Methods.Select(method => method.Rules()!.Permission).Distinct()]);
        var broker = await TestVirtualHost.CreateAsync();
        (string, string)[] common =
        [
            ("ConnectionStrings:broker", broker.ConnectionString),
            ("Identity:Issuer", TestIssuer.Issuer), ("Identity:JwksUri", $"{issuer.Address}/jwks"),
            ("Identity:TokenEndpoint", $"{issuer.Address}/token"), ("Identity:ClientSecret", "a-secret-of-the-tests"),
            ("Paging:Key", "0123456789abcdef0123456789abcdef"),
            ("Programmes:0:Name", Programme), ("Programmes:0:IntegratedCareBoard", IntegratedCareBoard), ("Programmes:0:Council", Council),
            ("Programmes:1:Name", "south"), ("Programmes:1:IntegratedCareBoard", "QRL"), ("Programmes:1:Council", "E10000014"),
            .. settings,
        ];
        var database = await TestDatabase.CreateAsync(name, empty => MigrateAsync(main, [.. common, ($"ConnectionStrings:{name}-db", empty)]));
        // The template's migration declared the topology on the virtual host of the class that made it.
        (string, string)[] own = [.. common, ($"ConnectionStrings:{name}-db", database.ConnectionString)];
        await MigrateAsync(main, own);
        var clock = new TestClock();
        var factory = new Factory<TProgram>(own, clock);
        factory.UseKestrel();
        factory.StartServer();
        await factory.Services.GetRequiredService<DatabaseGate>().WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        return new TestService(issuer, database, broker, clock, factory, factory.Services);
    }

    /// <summary>Metadata with a token.</summary>
    public Metadata As(string subject, string organisation, string programme, params IEnumerable<string> permissions) =>
        new() { { "authorization", $"Bearer {Issuer.Token(subject, programme, [.. permissions], organisation)}" } };

    /// <summary>Looks into the database as nobody in production can: a superuser, to whom no policy applies.</summary>
    public async Task<IReadOnlyList<T>> LookAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    /// <summary>Asks again until something is there, and fails with the last answer after 20 seconds.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isThere)
    {
        var until = DateTime.UtcNow.AddSeconds(20);
        while (true)
        {
            var answer = await ask();
            if (isThere(answer))
                return answer;
            if (DateTime.UtcNow > until)
                throw new TimeoutException($"After 20 seconds still: {answer}");
            await Task.Delay(50);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _program.DisposeAsync();
        await _database.DisposeAsync();
        await _broker.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>Runs the program as its migration step does.</summary>
    private static async Task MigrateAsync(MethodInfo main, IEnumerable<(string Key, string Value)> settings)
    {
        string[] args = ["migrate", .. settings.Append(("Logging:LogLevel:Default", "Error")).Select(setting => $"--{setting.Item1}={setting.Item2}")];
        var code = await Task.Run(() => (int)main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args], null)!);
        if (code != 0)
            throw new InvalidOperationException($"The migration step ended with {code}.");
    }

    private sealed class Factory<TProgram>(IEnumerable<(string Key, string Value)> settings, TestClock clock) : WebApplicationFactory<TProgram>
        where TProgram : class
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development").UseContentRoot(AppContext.BaseDirectory);
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.UseSetting("Logging:LogLevel:Default", "Error");
            builder.UseSetting("Kestrel:Endpoints:grpc:Url", "http://127.0.0.1:0").UseSetting("Kestrel:Endpoints:grpc:Protocols", "Http2");
            builder.UseSetting("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0").UseSetting("Kestrel:Endpoints:http:Protocols", "Http1");
            builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        }
    }
}
