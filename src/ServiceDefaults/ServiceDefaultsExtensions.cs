using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace PersonalBudgets.ServiceDefaults;

/// <summary>What every process of the suite has: telemetry, health, discovery, an orderly end.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>The longest that a process takes from SIGTERM to its end; Kubernetes' default grace period is as long.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Adds the defaults. Addresses, exporters and levels come from settings alone.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTelemetry();
        builder.AddReadableLogs();
        builder.Services.AddHealthChecks();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<HealthReports>();
        builder.Services.TryAddSingleton<RequestDrain>();
        builder.Services.TryAddSingleton<ServiceAddresses>();
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = ShutdownTimeout;
            host.ServicesStartConcurrently = false;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        return builder;
    }

    /// <summary>Maps <c>/alive</c> and <c>/health</c>, in all environments, and ends requests that outlast the drain at shutdown.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Services.GetRequiredService<RequestDrain>().Use(app);
        app.MapHealthEndpoints();
        return app;
    }
}
