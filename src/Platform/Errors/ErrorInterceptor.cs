using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Errors;

/// <summary>The outermost interceptor: ends every failed call with a status and its details, and keeps what went wrong inside.</summary>
internal sealed partial class ErrorInterceptor(ServiceIdentity service, IHostEnvironment environment, TimeProvider time, ILogger<ErrorInterceptor> log) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        AnswerAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        AnswerAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        AnswerAsync(context, () => WithResult(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        AnswerAsync(context, () => WithResult(continuation(requestStream, responseStream, context)));

    private async Task<T> AnswerAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure)
        {
            var isLate = context.CancellationToken.IsCancellationRequested && context.Deadline <= time.GetUtcNow().UtcDateTime;
            var requestId = context.RequestHeaders.GetValue(RequestHeaders.RequestId);
            var answer = FailureAnswers.Of(failure, service.ErrorDomain, requestId, context.CancellationToken.IsCancellationRequested, isLate)
                ?? Defect(failure, context.Method, requestId);
            Describe(answer);
            throw answer;
        }
    }

    private RpcException Defect(Exception failure, string method, string? requestId)
    {
        // Messages of exceptions quote values, and values may be a person's: outside Development the type and the place have to do.
        if (environment.IsDevelopment())
            LogDefect(failure, method);
        else
            LogDefectWithoutText(method, failure.GetType().FullName, (failure as PostgresException)?.SqlState, failure.StackTrace);
        var traceId = Activity.Current?.TraceId.ToHexString() ?? "";
        return StatusDetails.ToRpcException(
            new Refusal(StatusCode.Internal, "INTERNAL", "The service failed. Tell its operators the trace id.", ("trace_id", traceId)), service.ErrorDomain, requestId);
    }

    private static void Describe(RpcException answer)
    {
        var span = Activity.Current;
        span?.SetTag("rpc.grpc.status_code", (int)answer.StatusCode);
        span?.SetTag("error.type", StatusDetails.ReasonOf(answer) ?? answer.StatusCode.ToString());
        if (answer.StatusCode is StatusCode.Internal)
            span?.SetStatus(ActivityStatusCode.Error);
    }

    private static async Task<bool> WithResult(Task call)
    {
        await call;
        return true;
    }

    [LoggerMessage(7030, LogLevel.Error, "{Method} failed")]
    private partial void LogDefect(Exception failure, string method);

    [LoggerMessage(7031, LogLevel.Error, "{Method} failed: {Failure} {SqlState}\n{StackTrace}")]
    private partial void LogDefectWithoutText(string method, string? failure, string? sqlState, string? stackTrace);
}
