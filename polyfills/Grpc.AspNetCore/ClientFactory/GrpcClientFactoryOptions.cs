using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Grpc.Net.ClientFactory
{
    /// <summary>Settings of one registered client.</summary>
    public class GrpcClientFactoryOptions
    {
        /// <summary>Where the server is; without it the client cannot be made.</summary>
        public Uri? Address { get; set; }

        public IList<Action<GrpcChannelOptions>> ChannelOptionsActions { get; } = [];

        /// <summary>Change the options of each call.</summary>
        public IList<Action<CallOptionsContext>> CallOptionsActions { get; } = [];

        /// <summary>The first sees a call first.</summary>
        public IList<InterceptorRegistration> InterceptorRegistrations { get; } = [];

        public Func<CallInvoker, object>? Creator { get; set; }
    }

    /// <summary>The options of one call, before it is made.</summary>
    public sealed class CallOptionsContext
    {
        internal CallOptionsContext(CallOptions callOptions, IServiceProvider serviceProvider)
        {
            CallOptions = callOptions;
            ServiceProvider = serviceProvider;
        }

        public CallOptions CallOptions { get; set; }

        public IServiceProvider ServiceProvider { get; }
    }

    /// <summary>Whether an interceptor is made once for the channel or for each client, from its scope.</summary>
    public enum InterceptorScope
    {
        Channel,
        Client,
    }

    /// <summary>An interceptor of a registered client.</summary>
    public class InterceptorRegistration
    {
        public InterceptorRegistration(InterceptorScope scope, Func<IServiceProvider, Interceptor> creator)
        {
            ArgumentNullException.ThrowIfNull(creator);
            Scope = scope;
            Creator = creator;
        }

        public InterceptorScope Scope { get; }

        public Func<IServiceProvider, Interceptor> Creator { get; }
    }

    /// <summary>Makes registered clients by name.</summary>
    public abstract class GrpcClientFactory
    {
        public abstract TClient CreateClient<TClient>(string name)
            where TClient : class;
    }
}

namespace Grpc.AspNetCore.ClientFactory
{
    /// <summary>How a server call hands its deadline and cancellation on.</summary>
    public class GrpcContextPropagationOptions
    {
        /// <summary>For clients that are used outside a server call too: nothing is handed on there.</summary>
        public bool SuppressContextNotFoundErrors { get; set; }
    }
}
