using System.Diagnostics;
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

// Two at once: much of what they do is waiting. The longest first, so that nothing is left alone at the end.
var total = new Totals();
await Parallel.ForEachAsync(projects.OrderByDescending(project => project.Name is "EndToEnd.Tests"), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (project, _) =>
{
    var watch = Stopwatch.StartNew();
    var outcome = await project.RunAsync(filter, servers);
    lock (projects)
    {
        Console.Write(outcome.Failures);
        if (filter is null || outcome.Totals.Count > 0)
            Console.WriteLine($"{project.Name,-22} {outcome.Totals}, {watch.Elapsed.TotalSeconds:0} s");
        total += outcome.Totals;
    }
});

Console.WriteLine();
if (filter is not null && total.Count == 0)
    Console.WriteLine($"No test's name contains {filter}.");
Console.WriteLine($"{projects.Count} projects in {(DateTime.UtcNow - started).TotalSeconds:0} s");
Console.WriteLine(total);
return total is { Failed: 0, Count: > 0 } ? 0 : 1;
