using PersonalBudgets.Gateway.DevelopmentIssuer;
using PersonalBudgets.Gateway.OpenApi;
using PersonalBudgets.Gateway.PassThrough;
using PersonalBudgets.Gateway.Portal;
using PersonalBudgets.ServiceDefaults;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PersonalBudgets.Gateway;

/// <summary>The gateway as a program.</summary>
public static class GatewayApplication
{
    /// <param name="args">Settings as <c>--Section:Key=value</c>, as well as from the environment and the files.</param>
    /// <param name="contract">The services that it is the door of.</param>
    public static WebApplication Create(string[] args, IReadOnlyCollection<ServiceDescriptor> contract)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.Services.AddGrpc();
        builder.Services.AddGrpcHealthChecks().AddCheck<ReadyCheck>("ready");
        builder.AddDoors(contract);
        builder.Services.AddReflectionOf(contract);
        builder.AddDevelopmentIssuer();
        builder.Services.AddApiDocument();
        builder.AddPortal();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGrpcHealthChecksService();
        app.MapReflection();
        app.UseDoors();
        app.MapDevelopmentIssuer();
        app.MapApiDocument();
        app.UsePortal();
        return app;
    }
}
