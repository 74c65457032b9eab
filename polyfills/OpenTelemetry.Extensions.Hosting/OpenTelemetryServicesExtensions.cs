using Microsoft.Extensions.Hosting;
using OpenTelemetry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds OpenTelemetry to a host.</summary>
public static class OpenTelemetryServicesExtensions
{
    /// <summary>Adds the telemetry and its start with the host; may be called any number of times over one collection.</summary>
    public static OpenTelemetryBuilder AddOpenTelemetry(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var isAdded = services.Any(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(TelemetryHostedService));

        // First of all hosted services, so that what the others do while they start is already seen.
        if (!isAdded)
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TelemetryHostedService>());
        return new OpenTelemetryBuilder(services);
    }
}
