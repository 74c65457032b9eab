using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Hosting;

internal static class ServiceHealthExtensions
{
    public static void AddServiceHealth(this IServiceCollection services, MethodTable methods, ServiceIdentity service)
    {
    }

    public static void MapServiceHealth(this Microsoft.AspNetCore.Builder.WebApplication app)
    {
    }
}
