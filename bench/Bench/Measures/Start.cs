using System.Diagnostics;
using PersonalBudgets.Bench.Load;
using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>How long somebody waits for the suite, and what it takes up once it has worked.</summary>
internal sealed class Start : Measure
{
    private const int Processes = 5;

    public override string Name => "start";

    public override string Title => "the suite with its servers, migrations and journeys / five bare Kestrel processes";

    public override IReadOnlyList<Figure> Figures { get; } =
    [
        new("until all is healthy", "s", Floor.OursAtMost(15)), new("CPU until then", "s"), new("memory after the journeys", "MiB", Floor.OursAtMost(800)),
    ];

    public override bool WarmsUp => false;

    public override Task<IComparison> PrepareAsync(CancellationToken cancellationToken) => Task.FromResult<IComparison>(new Comparison());

    private sealed class Comparison : IComparison
    {
        public async Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken)
        {
            var started = Stopwatch.GetTimestamp();
            await using var suite = SuiteProgram.Start();
            await suite.SaysAsync("Everything is healthy", cancellationToken);
            var (seconds, processorTime) = (Stopwatch.GetElapsedTime(started).TotalSeconds, suite.ProcessorTime.TotalSeconds);
            await suite.SaysAsync("The journeys went as the sample says.", cancellationToken);
            return new Sample(seconds, processorTime, SuiteProgram.ResidentMebibytes());
        }

        public async Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken)
        {
            await using var house = await EchoHouse.OpenAsync();
            var started = Stopwatch.GetTimestamp();
            var servers = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => house.StartBareAsync()));
            var (seconds, processorTime) = (Stopwatch.GetElapsedTime(started).TotalSeconds, servers.Sum(server => server.Program.ProcessorTime.TotalSeconds));
            foreach (var (_, target) in servers)
                await H2Load.RunAsync(target, TimeSpan.FromSeconds(1), cancellationToken);
            return new Sample(seconds, processorTime, servers.Sum(server => ResidentMemory.Of(server.Program.Id)));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
