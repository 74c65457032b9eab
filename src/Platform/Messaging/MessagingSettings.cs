using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Section <c>Outbox</c>: how events leave.</summary>
public sealed class OutboxSettings
{
    /// <summary>Rows read at once.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 1_000;

    /// <summary>Publishes that may wait for their confirm at once.</summary>
    [Range(1, 4_096)]
    public int InFlight { get; set; } = 256;

    /// <summary>How often the relay looks without being woken: what it finds then, another process wrote.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The first wait after a row was refused or returned; it doubles with each attempt.</summary>
    public TimeSpan RowBackOff { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait of a row.</summary>
    public TimeSpan LongestBackOff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A row that the broker refused so often is parked: an operator puts it back with <c>errors replay</c>.</summary>
    [Range(1, 1_000)]
    public int ParkAfter { get; set; } = 20;

    /// <summary>How long sent rows, the inbox and finished retries are kept; at least a day, so that a late repetition is still known.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>Section <c>Consumers</c>: how events are taken in.</summary>
public sealed class ConsumerSettings
{
    /// <summary>Aggregates of one queue that are worked on at once; the events of one aggregate never are.</summary>
    [Range(1, 64)]
    public int Lanes { get; set; } = 8;

    /// <summary>Messages of one queue that the broker hands over ahead.</summary>
    [Range(1, 1_000)]
    public int Prefetch { get; set; } = 64;

    /// <summary>Waits between the attempts at once, of transient failures only; where none is set, 50 ms, 250 ms and 1 s.</summary>
    public IList<TimeSpan> Retries { get; } = [];

    /// <summary>Waits of a row in <c>platform.retries</c> before each later attempt; after the last the event goes to the error queue. Where none is set, 5 s, 30 s, 5 min and 30 min.</summary>
    public IList<TimeSpan> Redeliveries { get; } = [];

    /// <summary>How often <c>platform.retries</c> is searched for rows that are due.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    internal IReadOnlyList<TimeSpan> RetryWaits =>
        Retries.Count > 0 ? [.. Retries] : [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    internal IReadOnlyList<TimeSpan> RedeliveryWaits =>
        Redeliveries.Count > 0 ? [.. Redeliveries] : [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)];
}
