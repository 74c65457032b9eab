using Microsoft.Extensions.Configuration;
using Npgsql;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Platform.Database;

internal static class DataSources
{
    // Four services and their replicas share one server of 100 connections in small deployments.
    private const int DefaultPoolSize = 20;

    // No store can reach a database before this.
    static DataSources() => Columns.Register();

    /// <summary>A pool of sessions of the service's database that run as the given role; as the login itself where it is null.</summary>
    public static NpgsqlDataSource Create(IConfiguration settings, ServiceIdentity service, string? role)
    {
        var given = settings.GetConnectionString(service.Database);
        if (string.IsNullOrWhiteSpace(given))
            throw new InvalidOperationException($"No connection string '{service.Database}': set ConnectionStrings__{service.Database}.");

        var options = new NpgsqlConnectionStringBuilder(given)
        {
            ApplicationName = service.Name,
            // An error's detail holds the key's values, NHS numbers among them.
            IncludeErrorDetail = false,
            Timezone = "UTC",
            Timeout = 5,
            AutoPrepareMinUsages = 2,
            MaxAutoPrepare = 200,
        };
        if (!given.Contains("Pool Size", StringComparison.OrdinalIgnoreCase))
            options.MaxPoolSize = DefaultPoolSize;
        if (role is not null)
            options.Options = $"{options.Options} -c role={role} -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s".TrimStart();

        var source = new NpgsqlDataSourceBuilder(options.ConnectionString);
        // Statements are hand-written and parametrised, but a trace is no place for them: their number and their names are enough.
        source.ConfigureTracing(tracing => tracing.ConfigureCommandEnrichmentCallback((activity, _) =>
        {
            activity.SetTag("db.statement", null);
            activity.SetTag("db.query.text", null);
        }));
        return source.Build();
    }
}
