using PersonalBudgets.Bench.Measuring;
using PersonalBudgets.Bench.Outbox;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Launching;

namespace PersonalBudgets.Bench.Measures;

/// <summary>What "never lost, never doubled" costs in time, at the pace of a busy programme.</summary>
internal sealed class OutboxLatency : Measure
{
    public override string Name => "outbox";

    public override string Title => "a committed change to its committed effect, 300 a second: outbox, relay and inbox / RabbitMQ.Client alone";

    public override IReadOnlyList<Figure> Figures { get; } = [new("latency p50", "ms", Floor.RatioAtMost(4)), new("latency p99", "ms")];

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var postgres = await TestServers.StartPostgresAsync();
        return new Comparison(postgres, await OutboxPath.StartAsync(postgres.ConnectionString), await RawPath.StartAsync(postgres.ConnectionString));
    }

    private sealed class Comparison(TestServer postgres, EventPath ours, EventPath baseline) : IComparison
    {
        public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) => ours.MeasureAsync(length, cancellationToken);

        public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) => baseline.MeasureAsync(length, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await ours.DisposeAsync();
            await baseline.DisposeAsync();
            await postgres.DisposeAsync();
        }
    }
}
