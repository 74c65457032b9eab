using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Answers the gRPC health protocol from the host's health checks.</summary>
internal sealed class HealthService(
    HealthCheckService checks, HealthReports reports, IHostApplicationLifetime lifetime, IOptions<GrpcHealthChecksOptions> options) : Health.V1.Health.HealthBase
{
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var mapping = options.Value.Services.Find(request.Service) ?? throw new RpcException(new Status(StatusCode.NotFound, ""));
        return new HealthCheckResponse { Status = await StatusOfAsync(mapping, context.CancellationToken) };
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, options.Value.SuppressCompletionOnShutdown ? CancellationToken.None : lifetime.ApplicationStopping);
        ServingStatus? last = null;
        try
        {
            while (true)
            {
                var next = reports.Next;
                var mapping = options.Value.Services.Find(request.Service);
                var status = mapping is null ? ServingStatus.ServiceUnknown : await StatusOfAsync(mapping, ended.Token);
                if (status != last)
                    await responseStream.WriteAsync(new HealthCheckResponse { Status = status });
                last = status;
                await next.WaitAsync(ended.Token);
            }
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            // The host stops: whoever balances load must know before the connection closes.
            if (last != ServingStatus.NotServing)
                await responseStream.WriteAsync(new HealthCheckResponse { Status = ServingStatus.NotServing });
        }
    }

    private async Task<ServingStatus> StatusOfAsync(ServiceMapping mapping, CancellationToken cancellationToken)
    {
        bool Chosen(string name, IEnumerable<string> tags) => mapping.HealthCheckPredicate?.Invoke(new HealthCheckMapContext(name, tags)) ?? true;

        var report = options.Value.UseHealthChecksCache && reports.Last is { } stored
            ? stored
            : await checks.CheckHealthAsync(check => Chosen(check.Name, check.Tags), cancellationToken);
        var found = report.Entries.Where(entry => Chosen(entry.Key, entry.Value.Tags)).Select(entry => entry.Value.Status).ToList();
        if (found.Count == 0)
            return ServingStatus.Unknown;
        // Degraded still serves.
        return found.Contains(HealthStatus.Unhealthy) ? ServingStatus.NotServing : ServingStatus.Serving;
    }
}

/// <summary>What the host's periodic run of the checks said last; its rhythm is <see cref="HealthCheckPublisherOptions"/>.</summary>
internal sealed class HealthReports : IHealthCheckPublisher
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HealthReport? Last { get; private set; }

    /// <summary>Ends with the next run.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        Last = report;
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return Task.CompletedTask;
    }
}
