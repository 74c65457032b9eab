using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>Puts the interceptors of a service around a handler, once, when the service is mapped.</summary>
internal static class Pipeline
{
    public static UnaryServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        this IEnumerable<InterceptorRegistration> interceptors, UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(
            handler, (next, interceptor) => (request, context) => interceptor.For(context).UnaryServerHandler(request, context, next));

    public static ClientStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        this IEnumerable<InterceptorRegistration> interceptors, ClientStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(
            handler, (next, interceptor) => (requests, context) => interceptor.For(context).ClientStreamingServerHandler(requests, context, next));

    public static ServerStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        this IEnumerable<InterceptorRegistration> interceptors, ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(
            handler,
            (next, interceptor) => (request, responses, context) => interceptor.For(context).ServerStreamingServerHandler(request, responses, context, next));

    public static DuplexStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        this IEnumerable<InterceptorRegistration> interceptors, DuplexStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(
            handler,
            (next, interceptor) => (requests, responses, context) => interceptor.For(context).DuplexStreamingServerHandler(requests, responses, context, next));

    /// <summary>The container's object, or one made for this call and disposed of after it.</summary>
    public static T PerCall<T>(ServerCallContext context, Type type, Func<IServiceProvider, T> create)
        where T : class
    {
        var http = context.GetHttpContext();
        if (http.RequestServices.GetService(type) is T registered)
            return registered;
        var made = create(http.RequestServices);
        if (made is IAsyncDisposable asynchronous)
            http.Response.RegisterForDisposeAsync(asynchronous);
        else if (made is IDisposable disposable)
            http.Response.RegisterForDispose(disposable);
        return made;
    }

    private static Interceptor For(this InterceptorRegistration interceptor, ServerCallContext context) =>
        PerCall(context, interceptor.Type, interceptor.Create);
}
