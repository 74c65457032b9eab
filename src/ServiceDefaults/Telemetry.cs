using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PersonalBudgets.ServiceDefaults;

internal static class Telemetry
{
    private static readonly string[] Sources = ["PersonalBudgets.*", "MassTransit", "Npgsql", "Microsoft.AspNetCore", "System.Net.Http"];

    private static readonly string[] Meters =
    [
        "PersonalBudgets.*", "MassTransit", "Npgsql", "System.Runtime", "System.Net.Http",
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
    ];

    private static readonly KeyValuePair<string, string?>[] QuietCategories =
    [
        new("Logging:LogLevel:Microsoft.AspNetCore", "Warning"), new("Logging:LogLevel:System.Net.Http.HttpClient", "Warning"),
        new("Logging:LogLevel:Grpc", "Warning"), new("Logging:LogLevel:MassTransit", "Warning"),
    ];

    /// <summary>Traces, metrics and logs leave by OTLP, and only where an endpoint is set: no process waits for a collector that nobody runs.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, builder))
            .WithTracing(tracing => tracing.AddSource(Sources))
            .WithMetrics(metrics => metrics.AddMeter(Meters));

        if (!HasExporter(builder.Configuration))
            return;
        telemetry.WithLogging(null, logs =>
        {
            logs.IncludeFormattedMessage = true;
            // Scopes would carry whatever a library puts in them; our records name what they mean to say.
            logs.IncludeScopes = false;
        });
        telemetry.UseOtlpExporter();
    }

    /// <summary>JSON lines with UTC instants where a collector reads them, one readable line a record where a person does.</summary>
    public static void AddReadableLogs(this IHostApplicationBuilder builder)
    {
        // Below all other settings, so that each of them can ask for more: a line for every step of every request hides the lines that matter.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietCategories });
        builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        if (builder.Environment.IsDevelopment())
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
            return;
        }

        builder.Logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            // The scopes carry trace_id and span_id.
            console.IncludeScopes = true;
        });
    }

    private static void Describe(ResourceBuilder resource, IHostApplicationBuilder builder)
    {
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var name = builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName;
        resource.AddService(name, "personal-budgets", version);
        resource.AddAttributes([new("deployment.environment.name", builder.Environment.EnvironmentName.ToLowerInvariant())]);
    }

    private static bool HasExporter(IConfiguration settings) =>
        !string.IsNullOrWhiteSpace(settings["OTEL_EXPORTER_OTLP_ENDPOINT"])
        && !string.Equals(settings["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
}
