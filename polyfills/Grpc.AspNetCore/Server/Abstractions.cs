using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server
{
    /// <summary>Configures the gRPC server.</summary>
    public interface IGrpcServerBuilder
    {
        IServiceCollection Services { get; }
    }

    /// <summary>The call that an HTTP request carries.</summary>
    public interface IServerCallContextFeature
    {
        ServerCallContext ServerCallContext { get; }
    }

    /// <summary>Says on an endpoint which method it serves.</summary>
    public sealed class GrpcMethodMetadata
    {
        public GrpcMethodMetadata(Type serviceType, IMethod method)
        {
            ServiceType = serviceType;
            Method = method;
        }

        public Type ServiceType { get; }

        public IMethod Method { get; }
    }
}

namespace Grpc.Core
{
    /// <summary>From a call to its HTTP request.</summary>
    public static class ServerCallContextExtensions
    {
        public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
        {
            ArgumentNullException.ThrowIfNull(serverCallContext);
            if (serverCallContext is AspNetCore.Server.ServerCall call)
                return call.HttpContext;
            // A test's own context hands its request over this way.
            return serverCallContext.UserState.TryGetValue("__HttpContext", out var value) && value is HttpContext httpContext
                ? httpContext
                : throw new InvalidOperationException(
                    "Could not get HttpContext from ServerCallContext. HttpContext can only be accessed when gRPC services are hosted by ASP.NET Core.");
        }
    }
}
