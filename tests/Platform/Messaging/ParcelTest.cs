using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Messaging;

/// <summary>A test with a database and a virtual host of its own.</summary>
public abstract class ParcelTest : IAsyncLifetime
{
    private readonly List<ParcelService> _started = [];
    private TestDatabase? _database;
    private TestVirtualHost? _virtualHost;

    protected string Broker => _virtualHost!.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("parcels", ParcelService.MigrateAsync);
        _virtualHost = await TestVirtualHost.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _started)
            await service.DisposeAsync();
        await _virtualHost!.DisposeAsync();
        await _database!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a process, see <see cref="ParcelService.StartAsync"/>.</summary>
    protected async Task<ParcelService> StartAsync(
        bool consumes = true, bool isRunning = true, bool declares = true, bool hasBroker = true, string? broker = null, string? database = null,
        params IEnumerable<(string Name, string Value)> settings)
    {
        var service = await ParcelService.StartAsync(broker ?? Broker, database ?? _database!.ConnectionString, consumes, isRunning, declares, hasBroker, settings);
        _started.Add(service);
        return service;
    }

    /// <summary>What the operator's command prints.</summary>
    protected static async Task<string> ErrorsAsync(ParcelService service, params string[] arguments)
    {
        var command = (ErrorsCommand)service.Services.GetService(typeof(ErrorsCommand))!;
        await using var output = new StringWriter();
        Assert.Equal(0, await command.RunAsync(arguments, output, CancellationToken.None));
        return output.ToString();
    }

    protected static Guid NewParcel() => Guid.CreateVersion7();
}
