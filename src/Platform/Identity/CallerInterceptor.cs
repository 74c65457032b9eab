using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Identity;

/// <summary>
/// Lets a call in: its token is good, the token allows the method, the organisation is the token's. All before anything is looked up, so that
/// a caller without the permission learns nothing of what exists. A method without rules in the contract is refused to everybody.
/// </summary>
internal sealed class CallerInterceptor(TokenValidator tokens, MethodTable methods) : Interceptor
{
    // What orchestrators and developers' tools ask without a token; neither tells of anybody's data.
    private static readonly string[] OpenServices = ["/grpc.health.v1.Health/", "/grpc.reflection.v1.ServerReflection/", "/grpc.reflection.v1alpha.ServerReflection/"];

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var scope = Enter(await AdmitAsync(context), context);
        return await continuation(request, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var scope = Enter(await AdmitAsync(context), context);
        return await continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var scope = Enter(await AdmitAsync(context), context);
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var scope = Enter(await AdmitAsync(context), context);
        await continuation(requestStream, responseStream, context);
    }

    private async ValueTask<Caller?> AdmitAsync(ServerCallContext context)
    {
        if (OpenServices.Any(service => context.Method.StartsWith(service, StringComparison.Ordinal)))
            return null;

        var caller = await tokens.ValidateAsync(context.RequestHeaders.GetValue(RequestHeaders.Authorization), context.CancellationToken);
        Admission.Require(caller, methods.Find(context.Method), context.RequestHeaders.GetValue(RequestHeaders.EndUserOrganisation));
        context.SetCaller(caller);
        var span = Activity.Current;
        span?.SetTag("rpc.system", "grpc");
        span?.SetTag("rpc.method", context.Method);
        span?.SetTag("budgets.programme", caller.Programme);
        return caller;
    }

    // Not within AdmitAsync: what an awaited method sets for its flow does not reach its caller.
    private static IDisposable? Enter(Caller? caller, ServerCallContext context) =>
        caller is null ? null : WorkScope.Enter(caller, context.ReadCorrelationId(), context.ReadPurpose());
}
