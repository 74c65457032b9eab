using System.Diagnostics;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Bench.Caseloads;
using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>What checking, staging, merging and recording cost a caseload on its way into the tables. A turn is one load, however long it takes.</summary>
/// <param name="people">How many people the caseload has.</param>
internal sealed class CaseloadLoad(int people) : Measure
{
    public override string Name => "load";

    public override string Title => $"a caseload of {people:N0} people with 3 facts each at the gRPC door / COPY of the same rows into the same tables, keys and indexes";

    public override IReadOnlyList<Figure> Figures { get; } = [new("rows", "1/s", Floor.RatioAtLeast(0.2)), new("peak memory", "MiB", Floor.OursAtMost(300))];

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken) => new Comparison(await LoadHouse.StartAsync(), CaseloadRows.Make(people));

    private sealed class Comparison(LoadHouse house, IReadOnlyList<CaseloadEntry> entries) : IComparison
    {
        public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(house.LoadAsync, house.Service.ProcessId, cancellationToken);

        public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(house.CopyAsync, Environment.ProcessId, cancellationToken);

        public ValueTask DisposeAsync() => house.DisposeAsync();

        private async Task<Sample> MeasureAsync(Func<IReadOnlyList<CaseloadEntry>, CancellationToken, Task> load, int process, CancellationToken cancellationToken)
        {
            await house.EmptyAsync();
            var clock = Stopwatch.StartNew();
            await load(entries, cancellationToken);
            return new Sample(entries.Sum(entry => 1 + entry.Facts.Count) / clock.Elapsed.TotalSeconds, ResidentMemory.PeakOf(process));
        }
    }
}
