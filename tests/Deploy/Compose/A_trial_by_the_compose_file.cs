using System.Text.RegularExpressions;
using Npgsql;
using PersonalBudgets.Deploy.Tests.Programs;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Compose;

/// <summary>
/// The file's processes with the file's variables, as programs of this machine: what differs is where names and ports of its networks lead. The
/// databases are made by the file's own script.
/// </summary>
public sealed partial class A_trial_by_the_compose_file
{
    private static readonly Dictionary<string, string> Projects = new()
    {
        ["assessment"] = "src/Assessment.Service", ["allocation"] = "src/Allocation.Service", ["plans"] = "src/Plans.Service", ["payments"] = "src/Payments.Service", ["gateway"] = "src/Gateway",
    };

    private readonly Dictionary<(string Name, string Port), int> _ports = Projects.Keys
        .SelectMany(name => new[] { (name, "8080"), (name, "8081") }).Append(("dashboard", "18889")).ToDictionary(port => port, _ => FreePorts.Next());

    [Fact]
    public async Task carries_the_sample_people_to_their_payments()
    {
        var file = await ComposeFile.ReadAsync(Tools.Deploy("compose.yaml"));
        var secrets = file.Wanted.ToDictionary(name => name, _ => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24)));
        var organisations = Path.Combine(Repository.Root, "samples", "Organisations") + Path.DirectorySeparatorChar;
        var bankFiles = Directory.CreateTempSubdirectory("bank-files-").FullName;
        await using var postgres = await TestServers.StartPostgresAsync(isDurable: false);
        await using var broker = await TestVirtualHost.CreateAsync();
        await CreateDatabasesAsync(postgres.ConnectionString, secrets);
        var running = new List<RunningProgram>();

        try
        {
            foreach (var step in file.Processes.Where(name => name != file.Program(name)))
            {
                await using var program = Start(step);
                Assert.True(await program.EndAsync() == 0, program.Output);
            }
            foreach (var service in Projects.Keys)
                running.Add(Start(service));
            foreach (var (service, program) in Projects.Keys.Zip(running))
                await HealthyAsync(service, program);

            var journey = Repository.Program("samples/Journey");
            var gateway = $"http://127.0.0.1:{_ports[("gateway", "8081")]}";
            var (code, output) = await RunningProgram.RunAsync("dotnet", [journey, "--gateway", gateway, "--bank-files", bankFiles], Path.GetDirectoryName(journey)!, []);
            Assert.True(code == 0, output + string.Join('\n', running.Select(program => program.Output)));
        }
        finally
        {
            foreach (var program in running)
                await program.DisposeAsync();
            Directory.Delete(bankFiles, recursive: true);
        }

        RunningProgram Start(string name)
        {
            var program = Repository.Program(Projects[file.Program(name)]);
            var variables = file.Environment(name, secret => secrets[secret]).ToDictionary(entry => entry.Key, entry => Here(file.Program(name), entry.Value));
            foreach (var (endpoint, port) in new[] { ("grpc", "8080"), ("http", "8081") })
                variables[$"Kestrel__Endpoints__{endpoint}__Url"] = $"http://127.0.0.1:{_ports[(file.Program(name), port)]}";
            string[] arguments = [program, .. file.Services[name]["command"]?.AsArray().Select(word => word!.ToString().Replace("/organisations/", organisations, StringComparison.Ordinal)) ?? []];
            return RunningProgram.Start("dotnet", arguments, Path.GetDirectoryName(program)!, variables);
        }

        string Here(string name, string value)
        {
            var server = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
            value = value.Replace("Host=postgres;", $"Host={server.Host};Port={server.Port};", StringComparison.Ordinal)
                .Replace("/var/lib/personal-budgets/bank-files", bankFiles, StringComparison.Ordinal);
            return value.StartsWith("amqp://", StringComparison.Ordinal) ? broker.ConnectionString
                : Address().Replace(value, match => $"//127.0.0.1:{_ports[(match.Groups["host"].Value is "*" ? name : match.Groups["host"].Value, match.Groups["port"].Value)]}");
        }
    }

    private async Task HealthyAsync(string service, RunningProgram program)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_ports[(service, "8081")]}") };
        await Eventually.TrueAsync($"{service} is healthy", async () =>
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, seconds: 90, state: () => program.Output);
    }

    private static async Task CreateDatabasesAsync(string connectionString, Dictionary<string, string> secrets)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var variables = new Dictionary<string, string>
        {
            ["PGHOST"] = server.Host!, ["PGPORT"] = $"{server.Port}", ["PGPASSWORD"] = server.Password ?? "", ["POSTGRES_USER"] = server.Username!,
            ["SERVICE_PASSWORD"] = secrets["SERVICE_DATABASE_PASSWORD"], ["MIGRATION_PASSWORD"] = secrets["MIGRATION_DATABASE_PASSWORD"],
        };
        var (code, output) = await RunningProgram.RunAsync("/bin/sh", [Tools.Deploy("postgres/create-databases.sh")], Repository.Root, variables);
        Assert.True(code == 0, $"{output}\nIt needs psql: apt-get install postgresql-client");
    }

    [GeneratedRegex(@"//(?<host>[a-z*]+):(?<port>\d+)")]
    private static partial Regex Address();
}
