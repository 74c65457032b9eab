using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Hosting;

/// <summary>The health service of gRPC, and reflection for developers.</summary>
internal static class ServiceHealthExtensions
{
    /// <summary>Each of the area's gRPC services is as well as the process; none serves once the process was told to stop.</summary>
    public static void AddServiceHealth(this IServiceCollection services, MethodTable methods)
    {
        services.AddGrpcHealthChecks(health =>
        {
            var own = methods.All.Select(method => method.Descriptor.Service.FullName);
            foreach (var name in own.Distinct())
                health.Services.Map(name, _ => true);
        });
        services.AddHealthChecks().AddCheck<StoppingCheck>("stopping");
        services.AddGrpcReflection();
    }

    public static void MapServiceHealth(this WebApplication app)
    {
        app.MapGrpcHealthChecksService();
        if (app.Environment.IsDevelopment())
            app.MapGrpcReflectionService();
    }

    /// <summary>Takes the process out of turn as soon as it was told to stop, while it still answers what has begun.</summary>
    private sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
                ? HealthCheckResult.Unhealthy("The process is stopping.")
                : HealthCheckResult.Healthy());
    }
}
