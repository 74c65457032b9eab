using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>What operators watch of the outbox and the inbox, and the source of their spans.</summary>
internal sealed class MessagingMetrics
{
    public const string Name = "PersonalBudgets.Messaging";

    private readonly Counter<long> _unrouted;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _faults;
    private OutboxState _outbox = new(0, null, 0);

    public MessagingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableGauge("budgets.outbox.lag", () => Lag.TotalSeconds, "s", "Age of the oldest event that was not sent.");
        meter.CreateObservableGauge("budgets.outbox.depth", () => _outbox.Depth, "{event}", "Events that were not sent.");
        meter.CreateObservableGauge("budgets.outbox.parked", () => _outbox.Parked, "{event}", "Events that wait for an operator.");
        _unrouted = meter.CreateCounter<long>("budgets.outbox.unrouted", "{event}", "Events that the broker returned for want of their subscriber's queue.");
        _duplicates = meter.CreateCounter<long>("budgets.inbox.duplicates", "{event}", "Events that had been handled before.");
        _faults = meter.CreateCounter<long>("budgets.inbox.faults", "{event}", "Events that went to an error queue.");
    }

    public static ActivitySource Spans { get; } = new(Name);

    private TimeSpan Lag => _outbox.Oldest is { } oldest ? DateTime.UtcNow - oldest : TimeSpan.Zero;

    public void Observe(OutboxState outbox) => _outbox = outbox;

    public void Unrouted(string type) => _unrouted.Add(1, Tag("budgets.event", type));

    public void Duplicate(string consumer) => _duplicates.Add(1, Tag("budgets.consumer", consumer));

    public void Fault(string consumer, string code) => _faults.Add(1, Tag("budgets.consumer", consumer), Tag("error.type", code));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}

/// <summary>The outbox as a whole.</summary>
/// <param name="Depth">Rows not sent.</param>
/// <param name="Oldest">When the oldest of them was written, in UTC.</param>
/// <param name="Parked">Those that wait for an operator.</param>
internal sealed record OutboxState(long Depth, DateTime? Oldest, long Parked);
