using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.EndToEnd.Tests.BadInput;
using PersonalBudgets.EndToEnd.Tests.House;
using Alpha = Grpc.Reflection.V1Alpha;

namespace PersonalBudgets.EndToEnd.Tests.Reflection;

/// <summary>
/// Asks as grpcurl does: what services there are, then for the file of each and for what that imports, and builds the descriptors from nothing else.
/// </summary>
[Collection(nameof(StandingHouseTests))]
public sealed class What_tools_are_told(StandingHouse standing)
{
    private static readonly string[] OfEveryServer = ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"];

    public static TheoryData<string> Names => [.. HouseSettings.Names];

    [Theory, MemberData(nameof(Names))]
    public async Task lists_every_service_of_a_server_and_describes_it(string name)
    {
        using var channel = GrpcChannel.ForAddress(standing.House.GrpcOf(name));
        string[] own = [.. Contract.Services.Where(service => name == "gateway" || service.File.Package == $"personalbudgets.{name}.v1").Select(service => service.FullName)];
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(deadline: DateTime.UtcNow.AddSeconds(30));

        var listed = (await AskAsync(call, new ServerReflectionRequest { ListServices = "*" })).ListServicesResponse.Service.Select(service => service.Name).ToArray();

        Assert.NotEmpty(own);
        Assert.Equal(own.Concat(OfEveryServer).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.Equal(listed, await AlphaListAsync(channel));
        foreach (var service in own)
            Assert.Equal(Contract.Services.Single(one => one.FullName == service).Methods.Select(method => method.FullName), await MethodsAsync(call, service));
    }

    private static async Task<IEnumerable<string>> MethodsAsync(AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, string service)
    {
        var files = new Dictionary<string, ByteString>();
        var answer = await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = service });
        var wanted = new Queue<ByteString>(answer.FileDescriptorResponse.FileDescriptorProto);
        while (wanted.TryDequeue(out var bytes))
        {
            var file = FileDescriptorProto.Parser.ParseFrom(bytes);
            if (!files.TryAdd(file.Name, bytes))
                continue;
            foreach (var import in file.Dependency.Where(import => !files.ContainsKey(import)))
                foreach (var one in (await AskAsync(call, new ServerReflectionRequest { FileByFilename = import })).FileDescriptorResponse.FileDescriptorProto)
                    wanted.Enqueue(one);
        }

        var built = FileDescriptor.BuildFromByteStrings(InOrder(files));
        return built.SelectMany(file => file.Services).Single(one => one.FullName == service).Methods.Select(method => method.FullName);
    }

    /// <summary>Imports before those who import them.</summary>
    private static List<ByteString> InOrder(Dictionary<string, ByteString> files)
    {
        var ordered = new List<ByteString>();
        var seen = new HashSet<string>();
        foreach (var name in files.Keys)
            Add(name);
        return ordered;

        void Add(string name)
        {
            if (!seen.Add(name))
                return;
            foreach (var import in FileDescriptorProto.Parser.ParseFrom(files[name]).Dependency)
                Add(import);
            ordered.Add(files[name]);
        }
    }

    private static async Task<ServerReflectionResponse> AskAsync(
        AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, ServerReflectionRequest request)
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current;
    }

    private static async Task<IEnumerable<string>> AlphaListAsync(GrpcChannel channel)
    {
        using var call = new Alpha.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(deadline: DateTime.UtcNow.AddSeconds(30));
        await call.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { ListServices = "*" });
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);
    }
}
