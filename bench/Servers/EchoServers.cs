using System.Buffers;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Bench.V1;
using PersonalBudgets.Gateway;

namespace PersonalBudgets.Bench.Servers;

/// <summary>The same echo three times: as bytes on bare Kestrel, as a call of our gRPC server, and that call through the gateway.</summary>
internal static class EchoServers
{
    /// <summary>What Kestrel alone does for a request: reads the body and sends it back, with no routing and nothing parsed.</summary>
    public static WebApplication Bare(string[] settings)
    {
        var app = Http2(settings).Build();
        app.Run(static async context =>
        {
            var (request, response) = (context.Request.BodyReader, context.Response.BodyWriter);
            context.Response.ContentType = "application/grpc";
            while (true)
            {
                var read = await request.ReadAsync();
                foreach (var segment in read.Buffer)
                    response.Write(segment.Span);
                request.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return;
            }
        });
        return app;
    }

    public static WebApplication Grpc(string[] settings)
    {
        var builder = Http2(settings);
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<EchoApi>();
        return app;
    }

    /// <summary>The gateway's own program, with the echo as the only contract.</summary>
    public static WebApplication Gateway(string[] settings) => GatewayApplication.Create(settings, [.. EchoReflection.Descriptor.Services]);

    private static WebApplicationBuilder Http2(string[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = settings });
        builder.Configuration.AddCommandLine(settings);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(builder.Configuration.GetValue<int>("Port"), listen => listen.Protocols = HttpProtocols.Http2));
        return builder;
    }

    private sealed class EchoApi : EchoService.EchoServiceBase
    {
        public override Task<Note> Echo(Note request, ServerCallContext context) => Task.FromResult(request);
    }
}
