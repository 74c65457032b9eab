using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace PersonalBudgets.Tests.Support.Services;

/// <summary>A real gRPC server, on a socket of its own, of what a test says instead of a service.</summary>
public static class FakeServer
{
    /// <summary>Starts one. Its address is the first of its URLs.</summary>
    /// <param name="service">What it answers every call with.</param>
    public static async Task<WebApplication> StartAsync<T>(T service) where T : class
    {
        // Empty: the settings file in the tests' folder is that of the service under test.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<T>();
        await app.StartAsync();
        return app;
    }
}
