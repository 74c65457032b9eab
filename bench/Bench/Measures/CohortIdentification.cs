using System.Diagnostics;
using PersonalBudgets.Bench.Cohorts;
using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>
/// What it costs that rules are data, that every match says why, that programmes are kept apart and that everybody who is shown has it in the access record.
/// </summary>
/// <param name="people">How many people the programme has.</param>
internal sealed class CohortIdentification(int people) : Measure
{
    public override string Name => "cohorts";

    public override string Title => $"who of {people:N0} people belongs to which of 20 cohorts and why, streamed by the service / one hand-written query of the same predicates";

    public override IReadOnlyList<Figure> Figures { get; } = [new("matches", "1/s", Floor.RatioAtLeast(0.5)), new("peak memory", "MiB", Floor.OursAtMost(300))];

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var house = await CohortHouse.StartAsync(people);
        var (told, found) = (await house.IdentifyAsync(cancellationToken), await house.QueryAsync(cancellationToken));
        return told == found && found > 0 ? new Comparison(house) : throw new InvalidOperationException($"The service finds {told} matches, the query {found}.");
    }

    private sealed class Comparison(CohortHouse house) : IComparison
    {
        public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) =>
            MeasureAsync(house.IdentifyAsync, house.Service.ProcessId, length, cancellationToken);

        public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) =>
            MeasureAsync(house.QueryAsync, Environment.ProcessId, length, cancellationToken);

        public ValueTask DisposeAsync() => house.DisposeAsync();

        private static async Task<Sample> MeasureAsync(Func<CancellationToken, Task<long>> ask, int process, TimeSpan length, CancellationToken cancellationToken)
        {
            var (matches, clock) = (0L, Stopwatch.StartNew());
            do
                matches += await ask(cancellationToken);
            while (clock.Elapsed < length);
            return new Sample(matches / clock.Elapsed.TotalSeconds, ResidentMemory.PeakOf(process));
        }
    }
}
