using System.Reflection;

namespace PersonalBudgets.Polyfills.Tests.OfficialApi;

/// <summary>What compiles against a polyfill must compile against the original. The lists beside this file say what the originals have.</summary>
public sealed class The_public_surface
{
    /// <summary>A list, the mark of a build that has the originals, and types that are in the assemblies to look at.</summary>
    public static TheoryData<string, string, Type[]> Surfaces => new()
    {
        {
            "Grpc.AspNetCore", "OriginalPackages",
            [
                typeof(global::Grpc.Core.Metadata), typeof(global::Grpc.AspNetCore.Server.GrpcServiceOptions), typeof(global::Grpc.Net.Client.GrpcChannel),
                typeof(global::Grpc.Net.ClientFactory.GrpcClientFactory), typeof(global::Grpc.Net.Compression.ICompressionProvider),
                typeof(global::Grpc.AspNetCore.ClientFactory.GrpcContextPropagationOptions),
            ]
        },
        { "Grpc.AspNetCore.HealthChecks", "OriginalPackages", [typeof(global::Grpc.AspNetCore.HealthChecks.GrpcHealthChecksOptions), typeof(global::Grpc.Health.V1.Health)] },
        {
            "Grpc.AspNetCore.Server.Reflection", "OriginalPackages",
            [typeof(Microsoft.Extensions.DependencyInjection.GrpcReflectionServiceExtensions), typeof(global::Grpc.Reflection.V1.ServerReflection)]
        },
        { "OpenTelemetry.Extensions.Hosting", "OriginalPackages", [typeof(OpenTelemetry.OpenTelemetryBuilder)] },
        { "Aspire.Hosting", "OriginalAspire", [typeof(global::Aspire.Hosting.DistributedApplication)] },
        { "Aspire.Hosting.PostgreSQL", "OriginalAspire", [typeof(global::Aspire.Hosting.PostgresBuilderExtensions)] },
        { "Aspire.Hosting.RabbitMQ", "OriginalAspire", [typeof(global::Aspire.Hosting.RabbitMQBuilderExtensions)] },
    };

    [Theory]
    [MemberData(nameof(Surfaces))]
    public void of_a_polyfill_is_part_of_the_original(string list, string originals, Type[] types)
    {
        var official = Read(list).ToDictionary(line => line.Name);

        var lines = types.Select(type => type.Assembly).Distinct().SelectMany(ApiReader.Read).ToList();
        var strangers = lines.Where(line => !official.TryGetValue(line.Name, out var other) || !line.IsWithin(other))
            .Where(line => !IsOfNewerCompiler(line, official)).ToList();

        if (IsBuiltWith(originals))
            // Another version of an original has a few members more or less; a list or a reader that is wrong misses most.
            Assert.True(strangers.Count * 10 < lines.Count, $"{strangers.Count} of {lines.Count} members are not in the list: {string.Join('\n', strangers)}");
        else
            Assert.True(strangers.Count == 0, $"These are not in the list:\n{string.Join('\n', strangers)}");
    }

    [Theory]
    [InlineData("P:T.Item -> System.Int32 get", "P:T.Item -> System.Int32 get set", true)]
    [InlineData("P:T.Item -> System.Int32 get set", "P:T.Item -> System.Int32 get", false)]
    [InlineData("P:T.Item -> System.Int64 get", "P:T.Item -> System.Int32 get", false)]
    [InlineData("M:T.Do(System.Int32) -> System.Void static", "M:T.Do(System.Int32) -> System.Void", false)]
    [InlineData("M:T.Do -> System.Void", "M:T.Do -> System.Void", true)]
    [InlineData("M:T.#ctor(System.Int32)", "M:T.#ctor(System.Int32)", true)]
    [InlineData("T:T", "T:T : Base", true)]
    [InlineData("T:T : Other", "T:T : Base", false)]
    public void is_compared_member_by_member(string own, string official, bool within) =>
        Assert.Equal(within, ApiLine.Parse(own).IsWithin(ApiLine.Parse(official)));

    /// <summary>Newer compilers of protos give a text in a oneof a HasX and a ClearX beside its X; the originals were made by an older one.</summary>
    private static bool IsOfNewerCompiler(ApiLine line, Dictionary<string, ApiLine> official)
    {
        var dot = line.Name.LastIndexOf('.');
        var (type, member) = (line.Name[2..dot], line.Name[(dot + 1)..]);
        return new[] { "Has", "Clear" }.Any(prefix => member.StartsWith(prefix, StringComparison.Ordinal) && official.ContainsKey($"P:{type}.{member[prefix.Length..]}"))
            && official.ContainsKey($"P:{type}.Parser");
    }

    private static bool IsBuiltWith(string originals) =>
        typeof(The_public_surface).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(metadata => metadata.Key == originals);

    private static IEnumerable<ApiLine> Read(string list)
    {
        using var stream = typeof(The_public_surface).Assembly.GetManifestResourceStream(list + ".txt")
            ?? throw new InvalidOperationException($"There is no list {list}.txt in this assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0)
                yield return ApiLine.Parse(line);
    }
}
