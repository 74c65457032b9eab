using System.Diagnostics;
using PersonalBudgets.Bench.Impacts;
using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>What it costs that the budgets come from the database and each goes to the caller, beyond the arithmetic over rows that are in memory already.</summary>
/// <param name="people">How many budgets stand.</param>
internal sealed class ImpactReport(int people) : Measure
{
    public override string Name => "impact";

    public override string Title => $"{people:N0} budgets recalculated under another model in one streaming call / the same arithmetic in a plain loop over rows in memory";

    public override IReadOnlyList<Figure> Figures { get; } = [new("budgets", "1/s", Floor.RatioAtLeast(0.3)), new("peak memory", "MiB", Floor.OursAtMost(300))];

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var (house, plain) = (await ImpactHouse.StartAsync(people), new PlainImpact());
        var (told, worked) = (await house.AskAsync(cancellationToken), plain.Work(house.Rows));
        return told == worked && told > 0 ? new Comparison(house, plain) : throw new InvalidOperationException($"The service comes to {told}, the loop to {worked}.");
    }

    private sealed class Comparison(ImpactHouse house, PlainImpact plain) : IComparison
    {
        public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) =>
            MeasureAsync(() => house.AskAsync(cancellationToken), house.Service.ProcessId, length);

        public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) =>
            MeasureAsync(() => Task.FromResult(plain.Work(house.Rows)), Environment.ProcessId, length);

        public ValueTask DisposeAsync() => house.DisposeAsync();

        private async Task<Sample> MeasureAsync(Func<Task<long>> ask, int process, TimeSpan length)
        {
            var (budgets, clock) = (0L, Stopwatch.StartNew());
            do
            {
                await ask();
                budgets += house.Rows.Count;
            }
            while (clock.Elapsed < length);
            return new Sample(budgets / clock.Elapsed.TotalSeconds, ResidentMemory.PeakOf(process));
        }
    }
}
