using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PersonalBudgets.ServiceDefaults;

namespace PersonalBudgets.Platform.Clients;

/// <summary>Puts a client of another service into a service.</summary>
public static class ServiceClientExtensions
{
    /// <summary>
    /// Adds a typed client of the service at <c>services:NAME:grpc:0</c>. Its calls carry the caller's token, or the service's own where no caller is; the
    /// caller's deadline, or five seconds; and are repeated on UNAVAILABLE where the method allows it.
    /// </summary>
    public static void AddServiceClient<TClient>(this IHostApplicationBuilder builder, string service) where TClient : ClientBase<TClient>
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddGrpcClient<TClient>((provider, client) => client.Address = provider.GetRequiredService<ServiceAddresses>().Of(service))
            .EnableCallContextPropagation(propagation => propagation.SuppressContextNotFoundErrors = true)
            .AddInterceptor<ServiceCallInterceptor>();
    }
}
