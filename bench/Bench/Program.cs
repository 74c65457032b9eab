using PersonalBudgets.Bench;
using PersonalBudgets.Bench.Measures;
using PersonalBudgets.Bench.Measuring;
using PersonalBudgets.Bench.Reporting;
using Spectre.Console;

const int People = 100_000;
Measure[] all = [new Start(), new GrpcServer(), .. GatewayMeasure.All, new OutboxLatency(), .. TenancyAndAudit.All, new EligibilityDecisions(), new CohortIdentification(People), new CaseloadLoad(People), new BudgetCommits(), new AllocationCalculations(), new ImpactReport(People), new CalibrationOfASample(People)];
const int FloorMissed = 1, CannotMeasure = 2;
if (BenchOptions.Parse(args, [.. all.Select(measure => measure.Name)], out var exitCode) is not { } options)
    return exitCode;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) =>
{
    signal.Cancel = true;
    stop.Cancel();
};
var console = WideConsole();
var run = new BenchRun(options.Rounds, options.Length, console);
var before = MachineState.Read();
var outcomes = new List<Outcome>();
try
{
    foreach (var measure in all.Where(measure => options.Measures.Contains(measure.Name)))
        outcomes.Add(await run.RunAsync(measure, stop.Token));
}
// Whatever it was: no figures rather than figures of something else, and an orderly end, which takes the servers along.
catch (Exception failure)
{
    await Console.Error.WriteLineAsync(stop.IsCancellationRequested ? "Stopped." : failure.ToString());
    return CannotMeasure;
}

var report = new Report(before, MachineState.Read(), options.Rounds, outcomes);
report.Show(console);
if (options.Json is not null)
    await report.SaveAsync(options.Json, CancellationToken.None);
return report.Passes ? 0 : FloorMissed;

// A table that is cut to the width of nowhere is of no use in a file.
static IAnsiConsole WideConsole()
{
    var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
    console.Profile.Width = 200;
    return console;
}
