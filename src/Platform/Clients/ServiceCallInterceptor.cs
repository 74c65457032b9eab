using Grpc.Core;
using Grpc.Core.Interceptors;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Clients;

/// <summary>Stands around the unary calls to other services: token, deadline, and repeats of what may be repeated.</summary>
internal sealed class ServiceCallInterceptor(MethodTable methods, ServiceTokens tokens, TimeProvider time) : Interceptor
{
    private const int Attempts = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = new Call<TRequest, TResponse>(this, request, context, continuation);
        var response = call.RunAsync();
        return new AsyncUnaryCall<TResponse>(
            response, call.HeadersAsync(response), () => call.Last!.GetStatus(), () => call.Last!.GetTrailers(), () => call.Last?.Dispose());
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private int AttemptsOf(string method) => methods.Find(method) is { IsRepeatable: true } ? Attempts : 1;

    private async Task<Metadata> HeadersOf(CallOptions options)
    {
        var headers = new Metadata();
        foreach (var entry in options.Headers ?? [])
            headers.Add(entry);
        if (WorkScope.Current is not { } scope)
            return headers;
        // A caller's token travels unchanged; work without a caller has the service's own, for the programme of the work.
        var token = scope.Caller.Token.Length > 0 ? scope.Caller.Token : await tokens.GetAsync(scope.Caller.Programme, options.CancellationToken);
        headers.Add(RequestHeaders.Authorization, $"Bearer {token}");
        if (scope.CorrelationId is not null)
            headers.Add(RequestHeaders.CorrelationId, scope.CorrelationId);
        if (scope.Purpose is not null)
            headers.Add(RequestHeaders.Purpose, scope.Purpose);
        return headers;
    }

    private sealed class Call<TRequest, TResponse>(
        ServiceCallInterceptor outer, TRequest request, ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class
    {
        public AsyncUnaryCall<TResponse>? Last { get; private set; }

        public async Task<TResponse> RunAsync()
        {
            var options = context.Options;
            var deadline = options.Deadline ?? outer.Now + Deadline;
            options = options.WithDeadline(deadline).WithHeaders(await outer.HeadersOf(options));
            var attempt = new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options);
            var attempts = outer.AttemptsOf(context.Method.FullName);
            for (var number = 1; ; number++)
            {
                Last?.Dispose();
                Last = continuation(request, attempt);
                try
                {
                    return await Last.ResponseAsync;
                }
                catch (RpcException failure) when (failure.StatusCode is StatusCode.Unavailable && number < attempts)
                {
                    // Half of the pause is chance, so that many callers do not come back all at once.
                    var pause = FirstPause * (1 << (number - 1)) * (0.5 + Random.Shared.NextDouble() / 2);
                    if (outer.Now + pause >= deadline)
                        throw;
                    await Task.Delay(pause, options.CancellationToken);
                }
            }
        }

        public async Task<Metadata> HeadersAsync(Task<TResponse> response)
        {
            await ((Task)response).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Last is null ? [] : await Last.ResponseHeadersAsync;
        }
    }
}
