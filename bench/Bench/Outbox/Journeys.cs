using System.Collections.Concurrent;
using System.Diagnostics;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Outbox;

/// <summary>When each change was committed and when its effect was, both by this process's clock.</summary>
internal sealed class Journeys
{
    private readonly ConcurrentDictionary<Guid, long> _left = new();
    private readonly ConcurrentDictionary<Guid, long> _arrived = new();

    /// <summary>Changes whose effect has not been seen.</summary>
    public int UnderWay => _left.Keys.Count(id => !_arrived.ContainsKey(id));

    public void Left(Guid id) => _left[id] = Stopwatch.GetTimestamp();

    public void Arrived(Guid id) => _arrived.TryAdd(id, Stopwatch.GetTimestamp());

    /// <summary>The times from commit to effect in milliseconds: the middle one, and that which one in a hundred exceeds. Forgets them.</summary>
    public Sample Take()
    {
        double[] times = [.. _left.Select(change => Stopwatch.GetElapsedTime(change.Value, _arrived[change.Key]).TotalMilliseconds).Order()];
        _left.Clear();
        _arrived.Clear();
        return new Sample(Spread.Quantile(times, 0.5), Spread.Quantile(times, 0.99));
    }
}
