using Npgsql;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.House;

/// <summary>The environment of each program: the names that Aspire gives, and ports that nobody has.</summary>
internal sealed class HouseSettings(string postgres, Uri broker, string otlp, int replicas, Func<string, Uri, Uri?>? brokerOf) : IDisposable
{
    public static readonly string[] Services = ["assessment", "allocation", "plans", "payments"];

    public static readonly string[] Names = [.. Services, "gateway"];

    private const string Secret = "end-to-end-tests-service-secret-0123456789";

    private readonly Dictionary<string, int> _ports = Names
        .SelectMany(name => Enumerable.Range(0, replicas + 1).SelectMany(replica => Doors.Select(door => KeyOf(name, replica, door))))
        .ToDictionary(key => key, _ => FreePorts.Next());

    // A balancer's address is that of number 0; without one the only process has it.
    private static readonly string[] Doors = ["http", "grpc"];

    /// <summary>The numbers of a program's processes.</summary>
    public IReadOnlyList<int> Replicas { get; } = replicas == 1 ? [0] : [.. Enumerable.Range(1, replicas)];

    /// <summary>Where Payments writes bank files.</summary>
    public string BankFiles { get; } = Directory.CreateTempSubdirectory("house-bank-files-").FullName;

    public Uri GatewayRest => HttpOf("gateway");

    public Uri GatewayGrpc => GrpcOf("gateway");

    public static string ProgramOf(string name) =>
        Repository.Program(name == "gateway" ? "src/Gateway" : $"src/{char.ToUpperInvariant(name[0])}{name[1..]}.Service");

    public Uri GrpcOf(string name) => AddressOf(name, 0, "grpc");

    public Uri HttpOf(string name, int replica = 0) => AddressOf(name, replica, "http");

    /// <summary>What has to stand before the replicas of all programs; it is the caller's to end.</summary>
    public IEnumerable<StallingProxy> Balance() => replicas == 1 ? [] :
        from name in Names
        from door in Doors
        select new StallingProxy(_ports[KeyOf(name, 0, door)], [.. Replicas.Select(replica => _ports[KeyOf(name, replica, door)])]);

    public string Database(string service) => new NpgsqlConnectionStringBuilder(postgres) { Database = $"{service}-db" }.ConnectionString;

    public Dictionary<string, string> EnvironmentOf(string name, int replica = 0)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Kestrel__Endpoints__http__Url"] = HttpOf(name, replica).GetLeftPart(UriPartial.Authority),
            ["Kestrel__Endpoints__grpc__Url"] = AddressOf(name, replica, "grpc").GetLeftPart(UriPartial.Authority),
            ["Identity__Issuer"] = "http://gateway.test",
            ["Identity__JwksUri"] = new Uri(HttpOf("gateway"), "/.well-known/jwks.json").AbsoluteUri,
            ["Identity__TokenEndpoint"] = new Uri(HttpOf("gateway"), "/oauth2/token").AbsoluteUri,
            ["Identity__ClientSecret"] = Secret,
            ["DevelopmentIssuer__ServiceSecret"] = Secret,
            ["DevelopmentIssuer__KeySeed"] = Secret,
            ["Paging__Key"] = "end-to-end-tests-paging-key-0123456789",
            ["BankDetails__Key"] = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]),
            ["BankFiles__Folder"] = BankFiles,
            ["OTEL_SERVICE_NAME"] = name,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = otlp,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            ["Programmes__0__Name"] = "anytown",
            ["Programmes__0__IntegratedCareBoard"] = "QAA",
            ["Programmes__0__Council"] = "E06000999",
            ["Programmes__1__Name"] = "othertown",
            ["Programmes__1__IntegratedCareBoard"] = "QBB",
            ["Programmes__1__Council"] = "E06000998",
        };
        if (name != "gateway")
        {
            environment[$"ConnectionStrings__{name}-db"] = Database(name);
            environment["ConnectionStrings__broker"] = (brokerOf?.Invoke(name, broker) ?? broker).OriginalString.TrimEnd('/');
        }

        foreach (var other in Services)
            environment[$"services__{other}__grpc__0"] = GrpcOf(other).GetLeftPart(UriPartial.Authority);
        return environment;
    }

    public void Dispose() => Directory.Delete(BankFiles, recursive: true);

    private static string KeyOf(string name, int replica, string door) => $"{name}-{replica}:{door}";

    private Uri AddressOf(string name, int replica, string door) => new($"http://127.0.0.1:{_ports[KeyOf(name, replica, door)]}");
}
