using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves one method: lets only gRPC in, runs the handler up to its deadline, and turns however it ends into a status.</summary>
internal abstract partial class CallHandler(IMethod method, MethodSettings settings, ILogger logger)
{
    private static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    public Task InvokeAsync(HttpContext http) => Admit(http) ? RunAsync(http) : Task.CompletedTask;

    /// <summary>Reads what the method reads, calls the handler, writes what it returns.</summary>
    protected abstract Task HandleAsync(ServerCall call);

    private static bool Admit(HttpContext http)
    {
        if (!Protocol.IsGrpc(http.Request.ContentType))
            return Refuse(http, StatusCodes.Status415UnsupportedMediaType, $"Content-Type '{http.Request.ContentType}' is not supported.");
        if (HttpProtocol.IsHttp2(http.Request.Protocol) || HttpProtocol.IsHttp3(http.Request.Protocol))
            return true;
        http.Response.Headers.Upgrade = HttpProtocol.Http2;
        return Refuse(http, StatusCodes.Status426UpgradeRequired, $"Request protocol '{http.Request.Protocol}' is not supported.");
    }

    private static bool Refuse(HttpContext http, int status, string reason)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.GrpcStatus = Protocol.Format(StatusCode.Internal);
        http.Response.Headers.GrpcMessage = PercentEncoding.Encode(reason);
        return false;
    }

    private async Task RunAsync(HttpContext http)
    {
        if (method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming)
            AllowLongBody(http);
        var call = new ServerCall(http, method, settings);
        http.Features.Set<IServerCallContextFeature>(call);
        Task? handling = null;
        try
        {
            handling = HandleAsync(call);
            await (call.HasDeadline && !handling.IsCompleted ? handling.WaitAsync(call.CancellationToken) : handling);
            call.End(call.DeadlinePassed ? DeadlineExceeded : call.Status);
        }
        catch (Exception failure)
        {
            End(call, failure);
            if (handling is { IsCompleted: false })
                await LeaveAsync(call, handling);
        }
        finally
        {
            call.Dispose();
        }
    }

    private void End(ServerCall call, Exception failure)
    {
        if (call.DeadlinePassed)
        {
            // The handler may still be at work on the trailers, so they stay behind.
            call.End(DeadlineExceeded, withTrailers: false);
            LogDeadline(method.FullName);
        }
        else if (failure is RpcException refusal)
        {
            LogRefusal(method.FullName, refusal.StatusCode, refusal.Status.Detail, refusal.Status.DebugException);
            call.End(refusal.Status, refusal.Trailers);
        }
        else if (failure is OperationCanceledException or IOException && call.HttpContext.RequestAborted.IsCancellationRequested)
        {
            LogAborted(method.FullName);
            call.End(Status.DefaultCancelled, withTrailers: false);
        }
        else
        {
            LogFailure(method.FullName, failure);
            call.End(new Status(StatusCode.Unknown, Describe(failure), failure));
        }
    }

    /// <summary>The caller hears of the deadline now; the request, which the handler still uses, is given back when the handler ends.</summary>
    private async Task LeaveAsync(ServerCall call, Task handling)
    {
        foreach (var step in new[] { call.SendEndAsync(), handling })
        {
            try
            {
                await step;
            }
            catch (Exception late)
            {
                LogLate(method.FullName, late.Message);
            }
        }
    }

    private string Describe(Exception failure)
    {
        const string Fixed = "Exception was thrown by handler.";
        if (!settings.DetailedErrors)
            return Fixed;
        var parts = new List<string>();
        for (var at = failure; at is not null; at = at.InnerException)
            parts.Add($"{at.GetType().Name}: {at.Message}");
        return $"{Fixed} {string.Join(' ', parts)}";
    }

    /// <summary>A stream may be long and slow; each of its messages is limited instead.</summary>
    private static void AllowLongBody(HttpContext http)
    {
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
    }

    [LoggerMessage(1, LogLevel.Debug, "Deadline exceeded in service method '{ServiceMethod}'.")]
    private partial void LogDeadline(string serviceMethod);

    [LoggerMessage(2, LogLevel.Information, "Service method '{ServiceMethod}' ended with status {StatusCode}, detail '{Detail}'.")]
    private partial void LogRefusal(string serviceMethod, StatusCode statusCode, string detail, Exception? debugException);

    [LoggerMessage(3, LogLevel.Debug, "The caller of service method '{ServiceMethod}' went away.")]
    private partial void LogAborted(string serviceMethod);

    [LoggerMessage(4, LogLevel.Error, "Error when executing service method '{ServiceMethod}'.")]
    private partial void LogFailure(string serviceMethod, Exception failure);

    [LoggerMessage(5, LogLevel.Debug, "Service method '{ServiceMethod}' ended after its deadline: {Message}")]
    private partial void LogLate(string serviceMethod, string message);
}
