using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Gateway.Tests.Portal;
using PersonalBudgets.Gateway.Tests.Support;
using Alpha = Grpc.Reflection.V1Alpha;

namespace PersonalBudgets.Gateway.Tests.PassThrough;

/// <summary>What a tool such as grpcurl asks the gRPC port: which services there are, and how their messages look.</summary>
public class Reflection_of_the_contract(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task lists_every_service_under_either_name()
    {
        string[] all =
        [
            .. Contract.Services.Select(service => service.FullName), "personalbudgets.library.v1.BooksService",
            "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
        ];

        var answer = (await AskAsync(new ServerReflectionRequest { ListServices = "*" }))[0];
        using var alpha = new Alpha.ServerReflection.ServerReflectionClient(gateway.Grpc).ServerReflectionInfo();
        await alpha.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { ListServices = "*" });
        Assert.True(await alpha.ResponseStream.MoveNext());

        Assert.Equal(all.Order(StringComparer.Ordinal), answer.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal(all.Order(StringComparer.Ordinal), alpha.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Fact]
    public async Task describes_every_service_with_all_that_it_is_made_of()
    {
        var answers = await AskAsync([.. Contract.Services.Select(service => new ServerReflectionRequest { FileContainingSymbol = service.FullName })]);

        foreach (var (service, answer) in Contract.Services.Zip(answers))
        {
            var files = answer.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom).ToDictionary(file => file.Name);
            Assert.Contains(files.Values, file => file.Service.Any(one => $"{file.Package}.{one.Name}" == service.FullName));
            Assert.All(files.Values.SelectMany(file => file.Dependency), import => Assert.Contains(import, files.Keys));
        }
    }

    private async Task<List<ServerReflectionResponse>> AskAsync(params ServerReflectionRequest[] requests)
    {
        using var call = new ServerReflection.ServerReflectionClient(gateway.Grpc).ServerReflectionInfo();
        var answers = new List<ServerReflectionResponse>();
        foreach (var request in requests)
        {
            await call.RequestStream.WriteAsync(request);
            Assert.True(await call.ResponseStream.MoveNext());
            answers.Add(call.ResponseStream.Current);
        }

        return answers;
    }
}

/// <summary>In Production the contract is published in documents alone.</summary>
public class Reflection_in_Production(The_portal_in_Production.Production gateway) : IClassFixture<The_portal_in_Production.Production>
{
    [Fact]
    public async Task is_unimplemented()
    {
        using var call = new ServerReflection.ServerReflectionClient(gateway.Grpc).ServerReflectionInfo();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode);
    }
}
