using Grpc.AspNetCore.ClientFactory;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Hands the deadline and the cancellation of a server call on to the calls that it makes.</summary>
    public static class GrpcServerHttpClientBuilderExtensions
    {
        public static IHttpClientBuilder EnableCallContextPropagation(this IHttpClientBuilder builder) => builder.EnableCallContextPropagation(_ => { });

        public static IHttpClientBuilder EnableCallContextPropagation(this IHttpClientBuilder builder, Action<GrpcContextPropagationOptions> configureOptions)
        {
            ArgumentNullException.ThrowIfNull(builder);
            builder.Services.Configure(builder.Name, configureOptions);
            builder.Services.AddHttpContextAccessor();
            return builder.AddInterceptor(services => new ContextPropagationInterceptor(
                services.GetRequiredService<IHttpContextAccessor>(),
                services.GetRequiredService<IOptionsMonitor<GrpcContextPropagationOptions>>().Get(builder.Name)));
        }
    }
}

namespace Grpc.Net.ClientFactory
{
    internal sealed class ContextPropagationInterceptor(IHttpContextAccessor accessor, GrpcContextPropagationOptions settings) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            using var linked = Propagate(ref context);
            return continuation(request, context);
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var linked = Propagate(ref context);
            var call = continuation(request, context);
            if (linked is null)
                return call;
            _ = call.ResponseAsync.ContinueWith(
                (_, source) => ((IDisposable)source!).Dispose(), linked, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return call;
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            PropagateToStream(ref context);
            return continuation(request, context);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            PropagateToStream(ref context);
            return continuation(context);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            PropagateToStream(ref context);
            return continuation(context);
        }

        /// <summary>A stream ends at the latest with the server call that uses it, which then lets go of the link.</summary>
        private void PropagateToStream<TRequest, TResponse>(ref ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class
        {
            if (Propagate(ref context) is { } linked)
                accessor.HttpContext!.Response.RegisterForDispose(linked);
        }

        /// <summary>The earlier deadline wins; either cancellation counts. Gives back what joins the two, if it takes something.</summary>
        private CancellationTokenSource? Propagate<TRequest, TResponse>(ref ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class
        {
            var http = accessor.HttpContext;
            if (http?.Features.Get<IServerCallContextFeature>()?.ServerCallContext is not { } server)
                return settings.SuppressContextNotFoundErrors
                    ? null
                    : throw new InvalidOperationException(http is null
                        ? "Unable to propagate server context values to the call. Can't find the current HttpContext."
                        : "Unable to propagate server context values to the call. Can't find the gRPC ServerCallContext on the current HttpContext.");
            var options = context.Options;
            if (server.Deadline < (options.Deadline ?? DateTime.MaxValue))
                options = options.WithDeadline(server.Deadline);
            CancellationTokenSource? linked = null;
            if (!options.CancellationToken.CanBeCanceled)
                options = options.WithCancellationToken(server.CancellationToken);
            else if (options.CancellationToken != server.CancellationToken)
            {
                linked = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, server.CancellationToken);
                options = options.WithCancellationToken(linked.Token);
            }

            context = new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options);
            return linked;
        }
    }
}
