using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

internal sealed class UnaryCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler, MethodSettings settings, ILogger logger)
    : CallHandler(method, settings, logger)
    where TRequest : class
    where TResponse : class
{
    protected override async Task HandleAsync(ServerCall call)
    {
        var request = await call.ReadOnlyAsync(method.RequestMarshaller);
        var response = await handler(request, call);
        call.WriteOnly(response, method.ResponseMarshaller);
    }
}

internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> handler, MethodSettings settings, ILogger logger)
    : CallHandler(method, settings, logger)
    where TRequest : class
    where TResponse : class
{
    protected override async Task HandleAsync(ServerCall call)
    {
        var request = await call.ReadOnlyAsync(method.RequestMarshaller);
        await handler(request, new ServerStreamWriter<TResponse>(call, method.ResponseMarshaller), call);
    }
}

internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> handler, MethodSettings settings, ILogger logger)
    : CallHandler(method, settings, logger)
    where TRequest : class
    where TResponse : class
{
    protected override async Task HandleAsync(ServerCall call)
    {
        var response = await handler(new ServerStreamReader<TRequest>(call, method.RequestMarshaller), call);
        call.WriteOnly(response, method.ResponseMarshaller);
    }
}

internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> handler, MethodSettings settings, ILogger logger)
    : CallHandler(method, settings, logger)
    where TRequest : class
    where TResponse : class
{
    protected override Task HandleAsync(ServerCall call) => handler(
        new ServerStreamReader<TRequest>(call, method.RequestMarshaller),
        new ServerStreamWriter<TResponse>(call, method.ResponseMarshaller),
        call);
}
