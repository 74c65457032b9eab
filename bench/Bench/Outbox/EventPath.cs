using System.Diagnostics;
using PersonalBudgets.Bench.Measuring;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Bench.Outbox;

/// <summary>A way from a committed change to its committed effect.</summary>
internal abstract class EventPath(Journeys journeys) : IAsyncDisposable
{
    private const int EventsPerSecond = 300;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    protected Journeys Journeys => journeys;

    /// <summary>Makes changes at the rate for a time, whether earlier ones have arrived or not, and waits for all effects.</summary>
    public async Task<Sample> MeasureAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var changes = new List<Task>();
        using var clock = new PeriodicTimer(Tick);
        while (Stopwatch.GetElapsedTime(started) is var now && now < length && await clock.WaitForNextTickAsync(cancellationToken))
        {
            while (changes.Count < now.TotalSeconds * EventsPerSecond)
                changes.Add(ChangeAsync(Guid.CreateVersion7()));
        }

        await Task.WhenAll(changes);
        await Eventually.TrueAsync("every effect is there", () => Task.FromResult(Journeys.UnderWay == 0), 60);
        return Journeys.Take();
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Commits a change, says so to <see cref="Outbox.Journeys.Left"/>, and sees to it that its event leaves.</summary>
    protected abstract Task ChangeAsync(Guid id);
}
