using PersonalBudgets.Bench;
using PersonalBudgets.Bench.Measures;
using PersonalBudgets.Bench.Measuring;
using PersonalBudgets.Bench.Reporting;
using Spectre.Console;

Measure[] all = [new Start(), new GrpcServer(), .. GatewayMeasure.All, new OutboxLatency(), new TenancyAndAudit()];
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
var machine = MachineState.Read();
var outcomes = new List<Outcome>();
foreach (var measure in all.Where(measure => options.Measures.Contains(measure.Name)))
    outcomes.Add(await run.RunAsync(measure, stop.Token));

var report = new Report(machine, MachineState.Read(), options.Rounds, outcomes);
report.Show(console);
if (options.Json is not null)
    await report.SaveAsync(options.Json, stop.Token);
return report.Passes ? 0 : 1;

// A table that is cut to the width of nowhere is of no use in a file.
static IAnsiConsole WideConsole()
{
    var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
    console.Profile.Width = 200;
    return console;
}
