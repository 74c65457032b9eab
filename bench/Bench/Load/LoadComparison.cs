using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Load;

/// <summary>The same load on two ways to an answer: how many requests a second each serves, and at what cost.</summary>
internal sealed class LoadComparison(IAsyncDisposable house, LoadComparison.Side ours, LoadComparison.Side baseline) : IComparison
{
    /// <summary>One way.</summary>
    /// <param name="Target">Where the requests go.</param>
    /// <param name="ProcessorTime">What all that serve them have used so far.</param>
    internal sealed record Side(LoadTarget Target, Func<TimeSpan> ProcessorTime);

    /// <summary>The figures of such a comparison.</summary>
    /// <param name="floor">What the speed is held to; null for nothing.</param>
    public static IReadOnlyList<Figure> Figures(Floor? floor = null) => [new("throughput", "requests/s", floor), new("servers' CPU", "µs/request")];

    public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(ours, length, cancellationToken);

    public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(baseline, length, cancellationToken);

    public ValueTask DisposeAsync() => house.DisposeAsync();

    private static async Task<Sample> MeasureAsync(Side side, TimeSpan length, CancellationToken cancellationToken)
    {
        var before = side.ProcessorTime();
        var load = await H2Load.RunAsync(side.Target, length, cancellationToken);
        return new Sample(load.RequestsPerSecond, (side.ProcessorTime() - before).TotalMicroseconds / load.Requests);
    }
}
