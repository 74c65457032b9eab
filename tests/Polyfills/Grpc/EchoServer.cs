using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonalBudgets.Polyfills.Tests.Interop;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

/// <summary>EchoService on a real Kestrel socket, HTTP/2 in clear text unless told otherwise, and a channel to it.</summary>
public sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EchoServer(WebApplication app, string address)
    {
        _app = app;
        Address = address;
        Channel = GrpcChannel.ForAddress(address);
        Client = new Echo.EchoClient(Channel);
    }

    public string Address { get; }

    public GrpcChannel Channel { get; }

    public Echo.EchoClient Client { get; }

    public WaitList Waits => Services.GetRequiredService<WaitList>();

    public IServiceProvider Services => _app.Services;

    public static async Task<EchoServer> StartAsync(
        Action<GrpcServiceOptions>? grpc = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        HttpProtocols protocols = HttpProtocols.Http2)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        builder.Services.AddRouting();
        builder.Services.AddGrpc(grpc ?? (_ => { }));
        builder.Services.AddSingleton<WaitList>();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<EchoService>();
        map?.Invoke(app);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new EchoServer(app, address);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}
