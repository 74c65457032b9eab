using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Load;

/// <summary>The same load on two ways to an answer: how many requests a second each serves, and at what cost.</summary>
internal sealed class LoadComparison : IComparison
{
    private readonly IAsyncDisposable _house;
    private readonly Side _ours;
    private readonly Side _baseline;

    private LoadComparison(IAsyncDisposable house, Side ours, Side baseline) => (_house, _ours, _baseline) = (house, ours, baseline);

    /// <summary>One way.</summary>
    /// <param name="Target">Where the requests go.</param>
    /// <param name="ProcessorTime">What all that serve them have used so far.</param>
    internal sealed record Side(LoadTarget Target, Func<TimeSpan> ProcessorTime);

    /// <summary>The figures of such a comparison.</summary>
    /// <param name="floor">What the speed is held to; null for nothing.</param>
    public static IReadOnlyList<Figure> Figures(Floor? floor = null) => [new("throughput", "requests/s", floor), new("servers' CPU", "µs/request")];

    /// <summary>Both ways, each of which has answered.</summary>
    public static async Task<IComparison> PrepareAsync(IAsyncDisposable house, Side ours, Side baseline, CancellationToken cancellationToken)
    {
        await H2Load.AskAsync(ours.Target, cancellationToken);
        await H2Load.AskAsync(baseline.Target, cancellationToken);
        return new LoadComparison(house, ours, baseline);
    }

    public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(_ours, length, cancellationToken);

    public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(_baseline, length, cancellationToken);

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    private static async Task<Sample> MeasureAsync(Side side, TimeSpan length, CancellationToken cancellationToken)
    {
        var before = side.ProcessorTime();
        var load = await H2Load.RunAsync(side.Target, length, cancellationToken);
        return new Sample(load.RequestsPerSecond, (side.ProcessorTime() - before).TotalMicroseconds / load.Requests);
    }
}
