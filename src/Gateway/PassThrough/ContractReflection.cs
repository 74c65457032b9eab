using Grpc.Health.V1;
using Grpc.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PersonalBudgets.Gateway.PassThrough;

/// <summary>
/// Reflection at the gRPC port, for tools such as grpcurl. The services are behind, so what it tells of is the contract; in Development alone, as
/// at the services.
/// </summary>
public static class ContractReflection
{
    public static void AddReflectionOf(this IServiceCollection services, IReadOnlyCollection<ServiceDescriptor> contract)
    {
        ServiceDescriptor[] all =
        [
            .. contract, Health.Descriptor, Grpc.Reflection.V1.ServerReflection.Descriptor, Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
        ];
        services.AddSingleton(_ => new ReflectionV1ServiceImpl(all));
        services.AddSingleton(_ => new ReflectionServiceImpl(all));
        services.AddGrpcReflection();
    }

    public static void MapReflection(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.MapGrpcReflectionService();
    }
}
