using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Echo;

/// <summary>The same load on two ways to an echo: how many requests a second each serves, and at what cost.</summary>
internal sealed class LoadComparison(EchoHouse house, LoadComparison.Side ours, LoadComparison.Side baseline) : IComparison
{
    /// <summary>One way.</summary>
    /// <param name="Target">Where the requests go.</param>
    /// <param name="Programs">All that serve them.</param>
    internal sealed record Side(LoadTarget Target, params ServerProgram[] Programs);

    /// <summary>The figures of such a comparison.</summary>
    /// <param name="floor">What the speed is held to.</param>
    public static IReadOnlyList<Figure> Figures(Floor floor) =>
        [new("throughput", "requests/s", floor), new("servers' CPU", "µs/request")];

    public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(ours, length, cancellationToken);

    public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(baseline, length, cancellationToken);

    public ValueTask DisposeAsync() => house.DisposeAsync();

    private static async Task<Sample> MeasureAsync(Side side, TimeSpan length, CancellationToken cancellationToken)
    {
        var before = Time(side);
        var load = await H2Load.RunAsync(side.Target, length, cancellationToken);
        return new Sample(load.RequestsPerSecond, (Time(side) - before).TotalMicroseconds / load.Requests);
    }

    private static TimeSpan Time(Side side) => side.Programs.Aggregate(TimeSpan.Zero, (sum, program) => sum + program.ProcessorTime);
}
