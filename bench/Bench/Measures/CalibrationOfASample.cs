using System.Diagnostics;
using PersonalBudgets.Bench.Calibrations;
using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>What a model worked out of the largest sample costs, and that the sample is nowhere kept: each case comes as a message of its own.</summary>
/// <param name="cases">How many cases.</param>
internal sealed class CalibrationOfASample(int cases) : Measure
{
    public override string Name => "calibration";

    public override string Title => $"a model calibrated on {cases:N0} needs profiles streamed in one call, with its back-test / the same price and back-test in a plain loop over cases in memory";

    public override IReadOnlyList<Figure> Figures { get; } = [new("cases", "1/s"), new("peak memory", "MiB", Floor.OursAtMost(300))];

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var (house, plain) = (await CalibrationHouse.StartAsync(cases), new PlainCalibration());
        var (told, worked) = (await house.CalibrateAsync(cancellationToken), plain.Work(house.Sample));
        return told.CaseCount == cases && (told.PricePerPointPence, told.BackTest.CoveredCount, told.BackTest.AllocatedPence) == worked
            ? new Comparison(house, plain)
            : throw new InvalidOperationException($"The service comes to {told}, the loop to {worked}.");
    }

    private sealed class Comparison(CalibrationHouse house, PlainCalibration plain) : IComparison
    {
        public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) =>
            MeasureAsync(() => house.CalibrateAsync(cancellationToken), house.Service.ProcessId, length);

        public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) =>
            MeasureAsync(() => Task.FromResult(plain.Work(house.Sample)), Environment.ProcessId, length);

        public ValueTask DisposeAsync() => house.DisposeAsync();

        private async Task<Sample> MeasureAsync<T>(Func<Task<T>> calibrate, int process, TimeSpan length)
        {
            var (done, clock) = (0L, Stopwatch.StartNew());
            do
            {
                await calibrate();
                done += house.Sample.Count;
            }
            while (clock.Elapsed < length);
            return new Sample(done / clock.Elapsed.TotalSeconds, ResidentMemory.PeakOf(process));
        }
    }
}
