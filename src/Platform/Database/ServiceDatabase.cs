using Microsoft.Extensions.Configuration;
using Npgsql;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Platform.Database;

/// <summary>
/// The service's own database. Whatever login the connection string has, sessions run as the service's app role, to which row-level security
/// applies; nothing is served before <see cref="DatabaseGate"/> has seen that this is so.
/// </summary>
public sealed class ServiceDatabase(ServiceIdentity service, IConfiguration settings, DatabaseGate gate) : IAsyncDisposable
{
    private readonly Lazy<NpgsqlDataSource> _app = new(() => DataSources.Create(settings, service, service.AppRole));

    /// <summary>Sessions of the app role, without a wait for the gate: for the relay and for checks.</summary>
    public NpgsqlDataSource DataSource => _app.Value;

    /// <summary>Waits until there is a database to work with, for as long as that takes.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => gate.WaitAsync(cancellationToken);

    /// <summary>A connection to work with.</summary>
    /// <exception cref="Refusal">UNAVAILABLE while the database is not there, not migrated, or not safe.</exception>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        gate.RequireOpen();
        return await DataSource.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>Closes the pool.</summary>
    public ValueTask DisposeAsync() => _app.IsValueCreated ? _app.Value.DisposeAsync() : ValueTask.CompletedTask;
}
