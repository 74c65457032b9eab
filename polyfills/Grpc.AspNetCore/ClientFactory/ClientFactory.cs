using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory;

/// <summary>Channels of registered clients: one a name, for as long as the program runs.</summary>
internal sealed class ClientChannels(IServiceProvider services, IHttpMessageHandlerFactory handlers, IOptionsMonitor<GrpcClientFactoryOptions> options)
    : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<(GrpcChannel Channel, CallInvoker Invoker)>> _channels = new();

    /// <summary>Calls over the client's channel, through the interceptors that all instances of the client share.</summary>
    public CallInvoker InvokerOf(string name) => _channels.GetOrAdd(name, n => new(() => Create(n))).Value.Invoker;

    public void Dispose()
    {
        foreach (var channel in _channels.Values.Where(c => c.IsValueCreated))
            channel.Value.Channel.Dispose();
    }

    private (GrpcChannel Channel, CallInvoker Invoker) Create(string name)
    {
        var client = options.Get(name);
        var address = client.Address
            ?? throw new InvalidOperationException(
                $"Could not resolve the address for gRPC client '{name}'. Set it when registering the client: AddGrpcClient<{name}>(o => o.Address = ...).");
        var channelOptions = new GrpcChannelOptions { HttpHandler = handlers.CreateHandler(name) };
        foreach (var configure in client.ChannelOptionsActions)
            configure(channelOptions);
        var channel = GrpcChannel.ForAddress(address, channelOptions);
        return (channel, channel.CreateCallInvoker().InterceptFrom(client, InterceptorScope.Channel, services));
    }
}

/// <summary>Makes clients in the scope of whoever asks.</summary>
internal sealed class DefaultGrpcClientFactory(IServiceProvider services, ClientChannels channels, IOptionsMonitor<GrpcClientFactoryOptions> options)
    : GrpcClientFactory
{
    public override TClient CreateClient<TClient>(string name)
    {
        var client = options.Get(name);
        var invoker = channels.InvokerOf(name).InterceptFrom(client, InterceptorScope.Client, services);
        if (client.CallOptionsActions.Count > 0)
            invoker = invoker.Intercept(new CallOptionsInterceptor(client.CallOptionsActions, services));
        return client.Creator is { } create ? (TClient)create(invoker) : Activation<TClient>.Create(services, [invoker]);
    }

    private static class Activation<TClient>
        where TClient : class
    {
        public static readonly ObjectFactory<TClient> Create = ActivatorUtilities.CreateFactory<TClient>([typeof(CallInvoker)]);
    }
}

internal static class ClientInterceptors
{
    public static CallInvoker InterceptFrom(this CallInvoker invoker, GrpcClientFactoryOptions client, InterceptorScope scope, IServiceProvider services) =>
        invoker.Intercept([.. client.InterceptorRegistrations.Where(r => r.Scope == scope).Select(r => r.Creator(services))]);
}

/// <summary>An interceptor that does nothing but change the options of calls.</summary>
internal abstract class OptionsInterceptor : Interceptor
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Changed(context));

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Changed(context));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Changed(context));

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(Changed(context));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(Changed(context));

    protected abstract CallOptions Change(CallOptions options);

    private ClientInterceptorContext<TRequest, TResponse> Changed<TRequest, TResponse>(in ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class => new(context.Method, context.Host, Change(context.Options));
}

internal sealed class CallOptionsInterceptor(IList<Action<CallOptionsContext>> actions, IServiceProvider services) : OptionsInterceptor
{
    protected override CallOptions Change(CallOptions options)
    {
        var context = new CallOptionsContext(options, services);
        foreach (var action in actions)
            action(context);
        return context.CallOptions;
    }
}
