using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonalBudgets.EndToEnd.Tests.Otlp;

namespace PersonalBudgets.EndToEnd.Tests.Telemetry;

/// <summary>A span, as far as the tests look at it.</summary>
internal sealed record SeenSpan(string Service, string TraceId, string SpanId, string ParentSpanId, string Name);

/// <summary>Receives what the house's processes export by OTLP and keeps it.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>Every export, as bytes: traces, metrics and logs.</summary>
    public ConcurrentQueue<byte[]> Exports { get; } = new();

    /// <summary>Every span.</summary>
    public ConcurrentQueue<SeenSpan> Spans { get; } = new();

    /// <summary>For `OTEL_EXPORTER_OTLP_ENDPOINT`.</summary>
    public string Address => _app!.Urls.Single();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = 64 * 1024 * 1024);
        builder.Services.AddSingleton(receiver);
        receiver._app = builder.Build();
        receiver._app.MapGrpcService<Traces>();
        receiver._app.MapGrpcService<Metrics>();
        receiver._app.MapGrpcService<Logs>();
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Keep(IMessage export) => Exports.Enqueue(export.ToByteArray());

    private sealed class Traces(OtlpReceiver receiver) : TraceService.TraceServiceBase
    {
        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            receiver.Keep(request);
            foreach (var resource in request.ResourceSpans)
            {
                var service = resource.Resource.Attributes.FirstOrDefault(attribute => attribute.Key == "service.name")?.Value.StringValue ?? "";
                foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
                    receiver.Spans.Enqueue(new SeenSpan(service, Hex(span.TraceId), Hex(span.SpanId), Hex(span.ParentSpanId), span.Name));
            }

            return Task.FromResult(new ExportTraceServiceResponse());
        }

        private static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);
    }

    private sealed class Metrics(OtlpReceiver receiver) : MetricsService.MetricsServiceBase
    {
        public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
        {
            receiver.Keep(request);
            return Task.FromResult(new ExportMetricsServiceResponse());
        }
    }

    private sealed class Logs(OtlpReceiver receiver) : LogsService.LogsServiceBase
    {
        public override Task<ExportLogsServiceResponse> Export(ExportLogsServiceRequest request, ServerCallContext context)
        {
            receiver.Keep(request);
            return Task.FromResult(new ExportLogsServiceResponse());
        }
    }
}
