using Microsoft.AspNetCore.Server.Kestrel.Core;
using PersonalBudgets.Gateway.Access;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.PassThrough;
using PersonalBudgets.Gateway.Rest;
using PersonalBudgets.Gateway.Routes;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Database;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PersonalBudgets.Gateway;

/// <summary>Puts the two doors into the process: REST on the endpoint <c>http</c>, gRPC on the endpoint <c>grpc</c>.</summary>
public static class Doors
{
    private const string GrpcEndpoint = "grpc";
    private const int LargestOtherBody = 64 * 1024;

    /// <summary>Adds what the doors need, and a way in for every method of the services.</summary>
    public static void AddDoors(this WebApplicationBuilder builder, IEnumerable<ServiceDescriptor> contract)
    {
        var services = builder.Services;
        builder.AddIdentity();
        services.AddOptions<RateLimitSettings>().BindConfiguration("RateLimit").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ProblemSettings>().BindConfiguration("Problems").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ProgrammesSettings>().Configure<IConfiguration>((settings, configuration) =>
            settings.All = configuration.GetSection("Programmes").Get<Programme[]>() ?? []);

        services.AddSingleton(new RouteTable(contract));
        services.AddSingleton<RateLimits>();
        services.AddSingleton<Door>();
        services.AddSingleton<Clusters>();
        services.AddSingleton<Http2>();
        services.AddSingleton<UnaryCaller>();
        services.AddSingleton<StreamCaller>();
        services.AddSingleton<Forwarder>();
        services.AddSingleton<GrpcDoor>();
        services.AddSingleton<RestStreams>();
        services.AddSingleton<RestDoor>();
        services.AddSingleton<Problems>();
        services.AddSingleton<AccessLog>();

        // Their lines carry raw targets, whatever level the settings ask for. The gateway's own line has the template.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Routing", LogLevel.None);
        builder.WebHost.ConfigureKestrel(ConfigureKestrel);
    }

    /// <summary>Sends every request to its door, and what is neither door's to the endpoints.</summary>
    public static void UseDoors(this WebApplication app)
    {
        var grpc = app.Services.GetRequiredService<GrpcDoor>();
        var rest = app.Services.GetRequiredService<RestDoor>();
        app.UseMiddleware<Failures>();
        app.Use((context, next) =>
        {
            if (context.Features.Get<CameByGrpcEndpoint>() is not null)
                return grpc.InvokeAsync(context, next);
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return context.Request.Path.StartsWithSegments("/v1") ? rest.InvokeAsync(context) : next(context);
        });
    }

    private static void ConfigureKestrel(WebHostBuilderContext context, KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // For what is no method of the contract: forms of the development issuer, health. The doors lift it to the limit of the method.
        kestrel.Limits.MaxRequestBodySize = LargestOtherBody;
        kestrel.Configure(context.Configuration.GetSection("Kestrel"), reloadOnChange: false)
            .Endpoint(GrpcEndpoint, endpoint => endpoint.ListenOptions.Use(next => connection =>
            {
                connection.Features.Set(CameByGrpcEndpoint.Mark);
                return next(connection);
            }));
    }

    private sealed class CameByGrpcEndpoint
    {
        public static readonly CameByGrpcEndpoint Mark = new();
    }
}
