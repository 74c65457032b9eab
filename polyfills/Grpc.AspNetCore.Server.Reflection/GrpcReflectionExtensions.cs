using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Registers the gRPC reflection service.</summary>
    public static class GrpcReflectionServiceExtensions
    {
        /// <summary>Of all services that are mapped, unless the container has reflection of others already.</summary>
        public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
        {
            ArgumentNullException.ThrowIfNull(services);
            services.AddGrpc();
            services.TryAddSingleton(provider => new ReflectionServiceImpl(MappedServices.Find(provider)));
            services.TryAddSingleton(provider => new ReflectionV1ServiceImpl(MappedServices.Find(provider)));
            return services;
        }
    }
}

namespace Microsoft.AspNetCore.Builder
{
    /// <summary>Maps the gRPC reflection service.</summary>
    public static class GrpcReflectionEndpointRouteBuilderExtensions
    {
        /// <summary>Under both names, <c>grpc.reflection.v1</c> and <c>grpc.reflection.v1alpha</c>.</summary>
        public static IEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            return new Both(builder.MapGrpcService<ReflectionV1ServiceImpl>(), builder.MapGrpcService<ReflectionServiceImpl>());
        }

        private sealed class Both(IEndpointConventionBuilder one, IEndpointConventionBuilder other) : IEndpointConventionBuilder
        {
            public void Add(Action<EndpointBuilder> convention)
            {
                one.Add(convention);
                other.Add(convention);
            }

            public void Finally(Action<EndpointBuilder> finallyConvention)
            {
                one.Finally(finallyConvention);
                other.Finally(finallyConvention);
            }
        }
    }
}

namespace Grpc.Reflection
{
    /// <summary>The services that this host has mapped, looked up at the first question.</summary>
    internal static class MappedServices
    {
        public static IEnumerable<ServiceDescriptor> Find(IServiceProvider provider) => provider.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
            .OfType<Type>()
            .Distinct()
            .Select(DescriptorOf)
            .OfType<ServiceDescriptor>();

        /// <summary>Generated code keeps the descriptor in the class that its service base names as its binder.</summary>
        private static ServiceDescriptor? DescriptorOf(Type service) =>
            service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
                .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as ServiceDescriptor;
    }
}
