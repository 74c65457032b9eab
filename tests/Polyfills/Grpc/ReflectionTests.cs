using Google.Protobuf.Reflection;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Alpha = Grpc.Reflection.V1Alpha;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

public sealed class The_reflection_service : IAsyncLifetime
{
    private EchoServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await EchoServer.StartAsync(
        services: services => services.AddGrpcReflection(), map: app => app.MapGrpcReflectionService());

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task lists_every_service()
    {
        var answer = await AskAsync(new ServerReflectionRequest { ListServices = "*" });

        Assert.Equal(
            ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "suite.interop.v1.Echo"],
            answer.ListServicesResponse.Service.Select(s => s.Name).Order());
    }

    [Theory]
    [InlineData("suite.interop.v1.Echo")]
    [InlineData("suite.interop.v1.Echo.Unary")]
    [InlineData("suite.interop.v1.EchoMessage")]
    public async Task finds_the_file_of_a_symbol(string symbol)
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        var file = FileDescriptorProto.Parser.ParseFrom(answer.FileDescriptorResponse.FileDescriptorProto[0]);
        Assert.Equal("suite.interop.v1", file.Package);
        Assert.Equal("Echo", file.Service.Single().Name);
    }

    [Fact]
    public async Task finds_a_file_by_its_name() =>
        Assert.NotNull((await AskAsync(new ServerReflectionRequest { FileByFilename = "echo.proto" })).FileDescriptorResponse);

    [Fact]
    public async Task says_in_its_answer_what_it_does_not_find() =>
        Assert.Equal(5, (await AskAsync(new ServerReflectionRequest { FileContainingSymbol = "unheard.Of" })).ErrorResponse.ErrorCode);

    [Fact]
    public async Task answers_under_its_older_name_too()
    {
        using var call = new Alpha.ServerReflection.ServerReflectionClient(_server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { ListServices = "*" });

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Contains(call.ResponseStream.Current.ListServicesResponse.Service, s => s.Name == "suite.interop.v1.Echo");
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        using var call = new ServerReflection.ServerReflectionClient(_server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var answer = call.ResponseStream.Current;
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
        return answer;
    }
}
