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
using Microsoft.Extensions.Logging;
using Npgsql;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Tests.Support.Services;

/// <summary>
/// A service's whole program with its production settings on real sockets, called as its callers do, with a migrated database of its own.
/// It runs in the tests' process, so that they reach its parts and its clock; what a death of the process does is tested in EndToEnd.
/// Programmes: <c>north</c> (QNX, E10000011) and <c>south</c> (QRL, E10000014).
/// </summary>
public sealed class TestService : IAsyncDisposable
{
    /// <summary>The programme that callers are of unless said otherwise, and its funders.</summary>
    public const string Programme = "north", IntegratedCareBoard = "QNX", Council = "E10000011";

    // One for all services of a test run, until its end: they call each other with its tokens.
    private static readonly Lazy<Task<TestIssuer>> SharedIssuer =
        new(() => TestIssuer.StartAsync([.. Contract.Methods.Select(method => method.Rules()!.Permission).Distinct()]));

    private readonly TestIssuer _issuer;
    private readonly TestDatabase _database;
    private readonly TestVirtualHost? _ownBroker;
    private readonly IAsyncDisposable _program;
    private readonly LogText _log;

    private TestService(TestIssuer issuer, TestDatabase database, TestVirtualHost? ownBroker, TestClock clock, LogText log, IAsyncDisposable program, IServiceProvider services)
    {
        (_issuer, _database, _ownBroker, _program, _log, Clock, Services) = (issuer, database, ownBroker, program, log, clock, services);
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        // In the order of the settings' endpoints: grpc, http.
        (Address, HttpAddress) = (addresses[0], addresses[1]);
        Channel = GrpcChannel.ForAddress(Address);
    }

    /// <summary>The service's clock.</summary>
    public TestClock Clock { get; }

    /// <summary>The service's parts.</summary>
    public IServiceProvider Services { get; }

    /// <summary>To its gRPC endpoint.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>Its gRPC endpoint, as another service's setting `services:NAME:grpc:0` wants it.</summary>
    public string Address { get; }

    /// <summary>Its HTTP/1.1 endpoint.</summary>
    public string HttpAddress { get; }

    /// <summary>The database, for Npgsql, as a superuser.</summary>
    public string ConnectionString => _database.ConnectionString;

    /// <summary>What it logged so far.</summary>
    public string Log => _log.ToString();

    /// <summary>Migrates and starts a service, with a virtual host of the broker of its own.</summary>
    /// <typeparam name="TProgram">The service's <c>Program</c>.</typeparam>
    /// <param name="area">Its area, such as <c>plans</c>.</param>
    /// <param name="settings">Further settings, such as another service's address.</param>
    public static async Task<TestService> StartAsync<TProgram>(string area, params IEnumerable<(string Key, string Value)> settings) where TProgram : class
    {
        var broker = await TestVirtualHost.CreateAsync();
        return await StartAsync<TProgram>(area, broker, broker, settings);
    }

    /// <summary>Migrates and starts a service on a virtual host that it shares with others, which hear its events.</summary>
    /// <typeparam name="TProgram">The service's <c>Program</c>.</typeparam>
    /// <param name="area">Its area, such as <c>plans</c>.</param>
    /// <param name="broker">The caller's to dispose.</param>
    /// <param name="settings">Further settings, such as another service's address.</param>
    public static Task<TestService> StartAsync<TProgram>(string area, TestVirtualHost broker, params IEnumerable<(string Key, string Value)> settings) where TProgram : class =>
        StartAsync<TProgram>(area, broker, ownBroker: null, settings);

    /// <summary>Metadata with a good token.</summary>
    /// <param name="subject">Who calls.</param>
    /// <param name="organisation">The organisation code of the caller's employer.</param>
    /// <param name="programme">`north` or `south`, or one that is not served.</param>
    /// <param name="permissions">All that the contract knows if null.</param>
    /// <param name="role">In which role, as a code; none if null.</param>
    /// <param name="purpose">For what, as a code of the list; direct care if null.</param>
    public Metadata As(
        string subject = "ann", string organisation = "RX1", string programme = Programme, IReadOnlyList<string>? permissions = null,
        string? role = null, string? purpose = null)
    {
        var metadata = new Metadata { { "authorization", $"Bearer {_issuer.Token(subject, programme, permissions, organisation, role)}" } };
        if (purpose is not null)
            metadata.Add("x-purpose", purpose);
        return metadata;
    }

    /// <summary>Looks into the database as nobody in production can: a superuser, to whom no policy applies.</summary>
    public async Task<IReadOnlyList<T>> LookAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    /// <summary>The bodies of the events that it told, of one kind and one subject, as JSON.</summary>
    public Task<IReadOnlyList<string>> EventsAsync<TEvent>(string subjectId) where TEvent : IDomainEvent => LookAsync<string>(
        "select body::text from platform.outbox where type = @Name and aggregate_id = @Id order by id", new { Name = typeof(TEvent).FullName, Id = Guid.Parse(subjectId) });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _program.DisposeAsync();
        await _database.DisposeAsync();
        if (_ownBroker is not null)
            await _ownBroker.DisposeAsync();
    }

    private static async Task<TestService> StartAsync<TProgram>(
        string area, TestVirtualHost broker, TestVirtualHost? ownBroker, IEnumerable<(string Key, string Value)> settings) where TProgram : class
    {
        var main = typeof(TProgram).Assembly.EntryPoint!;
        var issuer = await SharedIssuer.Value;
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
        var database = await TestDatabase.CreateAsync(area, empty => MigrateAsync(main, [.. common, ($"ConnectionStrings:{area}-db", empty)]));
        // The template's migration declared the topology on the virtual host of the service that came first.
        (string, string)[] own = [.. common, ($"ConnectionStrings:{area}-db", database.ConnectionString)];
        await MigrateAsync(main, own);
        var (clock, log) = (new TestClock(), new LogText());
        var program = new TestProgram<TProgram>(own, clock, log);
        program.UseKestrel();
        program.StartServer();
        var service = new TestService(issuer, database, ownBroker, clock, log, program, program.Services);
        using var client = new HttpClient { BaseAddress = new Uri(service.HttpAddress) };
        await Eventually.TrueAsync($"{area} is healthy", async () =>
        {
            using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }, state: log.ToString);
        return service;
    }

    /// <summary>Runs the program as its migration step does.</summary>
    private static async Task MigrateAsync(MethodInfo main, IEnumerable<(string Key, string Value)> settings)
    {
        string[] args = ["migrate", .. settings.Append(("Logging:LogLevel:Default", "Error")).Select(setting => $"--{setting.Item1}={setting.Item2}")];
        var code = await Task.Run(() => (int)main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args], null)!);
        if (code != 0)
            throw new InvalidOperationException($"The migration step ended with {code}.");
    }

    private sealed class TestProgram<TProgram>(IEnumerable<(string Key, string Value)> settings, TestClock clock, LogText log) : WebApplicationFactory<TProgram>
        where TProgram : class
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production").UseContentRoot(AppContext.BaseDirectory);
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.UseSetting("Kestrel:Endpoints:grpc:Url", "http://127.0.0.1:0");
            builder.UseSetting("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0");
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(log));
            builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        }
    }
}
