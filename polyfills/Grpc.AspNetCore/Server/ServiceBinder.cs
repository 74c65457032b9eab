using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Turns the methods that the generated code lists into endpoints that call <typeparamref name="TService"/>. All reflection happens here, once.
/// </summary>
internal sealed class ServiceBinder<TService>(IEndpointRouteBuilder routes, MethodSettings settings, ILogger logger) : ServiceBinderBase
    where TService : class
{
    // Not needed, and perhaps not to be had, for a service that the container has.
    private static readonly Lazy<ObjectFactory<TService>> Create = new(() => ActivatorUtilities.CreateFactory<TService>(Type.EmptyTypes));

    public List<IEndpointConventionBuilder> Endpoints { get; } = [];

    public HashSet<string> ServiceNames { get; } = [];

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var call = Bind<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(method, typeof(TRequest), typeof(ServerCallContext));
        var around = settings.Interceptors.Around<TRequest, TResponse>((request, context) => call(Service(context), request, context));
        Map(method, new UnaryCallHandler<TRequest, TResponse>(method, around, settings, logger), call.Method);
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Bind<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        ClientStreamingServerMethod<TRequest, TResponse> inner = (requests, context) => call(Service(context), requests, context);
        Map(
            method, new ClientStreamingCallHandler<TRequest, TResponse>(method, settings.Interceptors.Around(inner), settings, logger), call.Method);
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Bind<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        ServerStreamingServerMethod<TRequest, TResponse> inner = (request, responses, context) => call(Service(context), request, responses, context);
        Map(
            method, new ServerStreamingCallHandler<TRequest, TResponse>(method, settings.Interceptors.Around(inner), settings, logger), call.Method);
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Bind<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        DuplexStreamingServerMethod<TRequest, TResponse> inner = (requests, responses, context) => call(Service(context), requests, responses, context);
        Map(
            method, new DuplexStreamingCallHandler<TRequest, TResponse>(method, settings.Interceptors.Around(inner), settings, logger), call.Method);
    }

    private static TService Service(ServerCallContext context) =>
        Pipeline.PerCall(context, typeof(TService), static services => Create.Value(services, []));

    private static TDelegate Bind<TDelegate>(IMethod method, params Type[] parameters)
        where TDelegate : Delegate =>
        (typeof(TService).GetMethod(method.Name, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no public method '{method.Name}' for {method.FullName}."))
        .CreateDelegate<TDelegate>();

    private void Map(IMethod method, CallHandler handler, System.Reflection.MethodInfo implementation)
    {
        ServiceNames.Add(method.ServiceName);
        object[] metadata =
        [
            .. typeof(TService).GetCustomAttributes(inherit: true),
            .. implementation.GetCustomAttributes(inherit: true),
            new GrpcMethodMetadata(typeof(TService), method),
        ];
        Endpoints.Add(routes.MapMethods(method.FullName, [HttpMethods.Post], handler.InvokeAsync)
            .WithMetadata(metadata)
            .WithDisplayName("gRPC - " + method.FullName));
    }
}
