using PersonalBudgets.Tests.Runner;
using PersonalBudgets.Tests.Support;

// Usage: Runner [FILTER], in the folder of the solution, after its build.
var filter = args.FirstOrDefault();
var projects = TestProject.FindAll(Path.GetFullPath("tests"));
var started = DateTime.UtcNow;

var postgres = TestServers.PostgresAsync();
var broker = TestServers.BrokerAsync();
var (brokerAddress, management) = await broker;
var servers = new Dictionary<string, string>
{
    ["SUITE_TEST_PG"] = await postgres,
    ["SUITE_TEST_AMQP"] = brokerAddress,
    ["SUITE_TEST_AMQP_MANAGEMENT"] = management.ToString(),
};

// In sequence: tests measure times, and two projects at once would fight for the machine.
var total = new Totals();
foreach (var project in projects)
{
    var totals = await project.RunAsync(filter, servers);
    if (filter is null || totals.Count > 0)
        Console.WriteLine($"{project.Name,-22} {totals}");
    total += totals;
}

Console.WriteLine();
if (filter is not null && total.Count == 0)
    Console.WriteLine($"No test's name contains {filter}.");
Console.WriteLine($"{projects.Count} projects in {(DateTime.UtcNow - started).TotalSeconds:0} s");
Console.WriteLine(total);
return total is { Failed: 0, Count: > 0 } ? 0 : 1;
