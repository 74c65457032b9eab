using System.Diagnostics;
using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Services;

/// <summary>A service's built program with a database and a virtual host of its own, on servers that it shares with its like.</summary>
internal sealed class ServiceProgram : IAsyncDisposable
{
    private readonly ServerProgram _program;
    private readonly TestDatabase _database;
    private readonly TestVirtualHost _broker;

    private ServiceProgram(ServerProgram program, TestDatabase database, TestVirtualHost broker, Uri address) =>
        (_program, _database, _broker, Address) = (program, database, broker, address);

    /// <summary>Its gRPC endpoint.</summary>
    public Uri Address { get; }

    /// <summary>Its database, for Npgsql, as a superuser.</summary>
    public string ConnectionString => _database.ConnectionString;

    public int ProcessId => _program.Id;

    public TimeSpan ProcessorTime => _program.ProcessorTime;

    /// <summary>Migrates and starts one.</summary>
    /// <param name="area">Which: <c>allocation</c>.</param>
    /// <param name="postgres">The server, durable as in production: for Npgsql, as a superuser.</param>
    /// <param name="issuer">Whose tokens it takes.</param>
    /// <param name="startupHook">An assembly that runs before the program; null for none.</param>
    public static async Task<ServiceProgram> StartAsync(string area, string postgres, TestIssuer issuer, string? startupHook = null)
    {
        var database = await TestDatabase.CreateEmptyAsync(area, postgres);
        var broker = await TestVirtualHost.CreateAsync();
        var (grpc, http) = (FreePorts.Next(), FreePorts.Next());
        string[] settings =
        [
            $"--ConnectionStrings:{area}-db={database.ConnectionString}", $"--ConnectionStrings:broker={broker.ConnectionString}",
            $"--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:{grpc}", "--Kestrel:Endpoints:grpc:Protocols=Http2",
            $"--Kestrel:Endpoints:http:Url=http://127.0.0.1:{http}", "--Kestrel:Endpoints:http:Protocols=Http1",
            $"--Identity:Issuer={TestIssuer.Issuer}", $"--Identity:JwksUri={issuer.Address}/jwks", $"--Identity:TokenEndpoint={issuer.Address}/token",
            "--Identity:ClientSecret=a-secret-of-the-bench", "--Paging:Key=0123456789abcdef0123456789abcdef", "--Logging:LogLevel:Default=Warning",
            "--Programmes:0:Name=anytown", "--Programmes:0:IntegratedCareBoard=QAA", "--Programmes:0:Council=E06000999",
            // What it would ask of another service is not asked here.
            "--services:assessment:grpc:0=http://127.0.0.1:1",
        ];
        var project = $"src/{char.ToUpperInvariant(area[0])}{area[1..]}.Service";
        await MigrateAsync(project, settings);
        var environment = startupHook is null ? null : new Dictionary<string, string> { ["DOTNET_STARTUP_HOOKS"] = startupHook };
        var program = await ServerProgram.StartAsync(project, grpc, settings, environment);
        await HealthyAsync(http, program);
        return new ServiceProgram(program, database, broker, new Uri($"http://127.0.0.1:{grpc}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await _database.DisposeAsync();
        await _broker.DisposeAsync();
    }

    private static async Task MigrateAsync(string project, string[] settings)
    {
        using var migration = Process.Start(new ProcessStartInfo("dotnet", [Repository.Program(project), "migrate", .. settings]) { WorkingDirectory = Path.GetTempPath() })!;
        await migration.WaitForExitAsync();
        if (migration.ExitCode != 0)
            throw new InvalidOperationException($"The migration step ended with {migration.ExitCode}.");
    }

    private static async Task HealthyAsync(int port, ServerProgram program)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Eventually.TrueAsync("the service is healthy", async () =>
        {
            using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }, 60, program.ToString);
    }
}
