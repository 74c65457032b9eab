using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Tests.Messaging.Parcels.V1;

namespace PersonalBudgets.Platform.Tests.Messaging;

/// <summary>A service that publishes parcels and consumes them, as one process of it would: start two on one database to have two.</summary>
public sealed class ParcelService : IAsyncDisposable
{
    public const string Programme = "north";
    public const string Queue = "parcels.record-arrival-on-parcel-sent";
    public const string LostQueue = "parcels.record-loss-on-parcel-lost";

    private static readonly ServiceIdentity Identity = new("parcels", typeof(UnitOfWork).Assembly);
    private static readonly Subscription Sent = new(typeof(ParcelSent), Queue, "parcels");
    private static readonly Subscription Lost = new(typeof(ParcelLost), LostQueue, "parcels");

    private readonly IHost _host;

    private ParcelService(IHost host, Arrivals arrivals) => (_host, Arrivals) = (host, arrivals);

    public Arrivals Arrivals { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>Brings an empty database up to date, with the table of arrivals.</summary>
    public static async Task MigrateAsync(string database)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:parcels-db", database)]).Build();
        var programmes = Microsoft.Extensions.Options.Options.Create(new ProgrammesSettings { All = [new() { Name = Programme, IntegratedCareBoard = "QNX", Council = "E10000011" }] });
        await new Migrator(Identity, settings, MigrationSet.Of(Identity), programmes, NullLogger<Migrator>.Instance).RunAsync(CancellationToken.None);
        await using var owner = new NpgsqlConnection($"{database};Options=-c role={Identity.OwnerRole}");
        await owner.ExecuteAsync("""
            create schema parcels;
            create table parcels.arrivals (
                programme text not null references platform.programmes, id bigint generated always as identity, parcel_id uuid not null, version int not null,
                trace_id text, correlation_id text, primary key (programme, id));
            select platform.protect('parcels.arrivals');
            """);
    }

    /// <summary>Starts a process.</summary>
    /// <param name="broker">The broker's address.</param>
    /// <param name="database">The database, see <see cref="MigrateAsync"/>.</param>
    /// <param name="consumes">Whether it has the consumers; without, it only publishes.</param>
    /// <param name="isRunning">False: its relay and consumers never start, as of a process that dies at once.</param>
    /// <param name="declares">Whether its queues are declared before, as the migration step does.</param>
    /// <param name="hasBroker">Whether the broker answers at the start; then the consumers are there when this returns.</param>
    /// <param name="settings">More settings.</param>
    public static async Task<ParcelService> StartAsync(
        string broker, string database, bool consumes = true, bool isRunning = true, bool declares = true, bool hasBroker = true, params IEnumerable<(string Name, string Value)> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:parcels-db", database), new("ConnectionStrings:broker", broker), new("Outbox:PollInterval", "00:00:00.050"),
            new("Outbox:RowBackOff", "00:00:00.050"), new("Outbox:LongestBackOff", "00:00:00.200"), new("Consumers:SweepInterval", "00:00:00.050"),
            new("Consumers:Retries:0", "00:00:00.010"), new("Consumers:Retries:1", "00:00:00.010"),
            .. Enumerable.Range(0, 4).Select(i => new KeyValuePair<string, string?>($"Consumers:Redeliveries:{i}", "00:00:00.100")),
            .. settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)),
        ]);
        if (Environment.GetEnvironmentVariable("MESSAGING_TEST_LOG") is not null)
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Information);
        var services = builder.Services;
        services.AddMetrics();
        services.AddSingleton(Identity);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<DatabaseGate>();
        services.AddSingleton<ServiceDatabase>();
        services.AddSingleton(provider => new UnitOfWork(
            provider.GetRequiredService<ServiceDatabase>(), provider.GetRequiredService<IOutboxWriter>(), new AuditStore(), new MethodTable([]),
            new PageTokens(Microsoft.Extensions.Options.Options.Create(new PagingSettings { Key = new string('k', 32) })), Identity, TimeProvider.System));
        var arrivals = new Arrivals();
        services.AddSingleton(arrivals);
        var consumers = new ConsumerRegistrations();
        if (consumes)
            consumers.Add<ParcelSent, RecordArrivalOnParcelSent>().Add<ParcelLost, RecordLossOnParcelLost>();
        // A process without consumers is the publisher of a subscriber elsewhere.
        builder.AddMessaging(consumers, new SubscriptionList(consumes ? [Sent, Lost] : [Sent with { Service = "elsewhere" }, Lost with { Service = "elsewhere" }]));

        var host = builder.Build();
        host.Services.GetRequiredService<DatabaseGate>().Open();
        if (declares)
            await host.Services.DeclareTopologyAsync(CancellationToken.None);
        if (isRunning)
            await host.StartAsync();
        if (isRunning && consumes && hasBroker)
            await UntilAsync(() => Task.FromResult(host.Services.GetRequiredService<Listener>().IsListening), isListening => isListening, seconds: 60);
        return new ParcelService(host, arrivals);
    }

    /// <summary>Publishes versions of one parcel, each in a change of its own.</summary>
    public async Task SendAsync(Guid parcel, params IEnumerable<int> versions)
    {
        foreach (var version in versions)
            await ChangeAsync(parcel, mutation => mutation.Publish(new ParcelSent(Programme, parcel.ToString(), version, mutation.Now, 1_250), parcel.ToString()));
    }

    public Task LoseAsync(Guid parcel, int version) =>
        ChangeAsync(parcel, mutation => mutation.Publish(new ParcelLost(Programme, parcel.ToString(), version, mutation.Now), parcel.ToString()));

    public Task ChangeAsync(Guid parcel, Action<Mutation> change, string? correlation = null)
    {
        using var scope = WorkScope.Enter(Caller.OfService("parcels", Programme, "test"), correlation);
        return Services.GetRequiredService<UnitOfWork>().WithoutCallerAsync(Programme, "test", mutation =>
        {
            mutation.Audit("PARCEL_CHANGED", "PARCEL", parcel);
            change(mutation);
            return Task.FromResult(true);
        }, CancellationToken.None);
    }

    /// <summary>The versions of a parcel that arrived, in the order in which they did.</summary>
    public async Task<IReadOnlyList<int>> VersionsOfAsync(Guid parcel) =>
        (await ReadAsync<int>("select version from parcels.arrivals where parcel_id = @parcel order by id", new { parcel })).AsList();

    public async Task<T> OneAsync<T>(string sql, object? parameters = null) => (await ReadAsync<T>(sql, parameters)).Single();

    public async Task<IEnumerable<T>> ReadAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Services.GetRequiredService<ServiceDatabase>().OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync($"select set_config('app.programme', '{Programme}', false)");
        return await connection.QueryAsync<T>(sql, parameters);
    }

    /// <summary>Runs a statement as the owner: what no service may do.</summary>
    public async Task TamperAsync(string sql, object? parameters = null)
    {
        var connectionString = Services.GetRequiredService<IConfiguration>().GetConnectionString("parcels-db");
        await using var owner = new NpgsqlConnection($"{connectionString};Pooling=false");
        await owner.ExecuteAsync(sql, parameters);
    }

    /// <summary>Waits until something holds, and says what was there instead if it never does.</summary>
    public static async Task UntilAsync<T>(Func<Task<T>> probe, Func<T, bool> holds, int seconds = 15)
    {
        var watch = Stopwatch.StartNew();
        T last;
        while (!holds(last = await probe()))
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(seconds))
                Assert.Fail($"After {seconds} s there is {System.Text.Json.JsonSerializer.Serialize(last)}.");
            await Task.Delay(20);
        }
    }

    public Task<long> UnsentAsync() => OneAsync<long>("select count(*) from platform.outbox where sent_at is null");

    public async Task StopAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _host.StopAsync();
        }
        catch (ObjectDisposedException)
        {
            return;
        }
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
