namespace PersonalBudgets.Platform.Messaging;

/// <summary>An event as <c>platform.outbox</c> and <c>platform.retries</c> keep it.</summary>
internal sealed record StoredEvent
{
    /// <summary>The columns that both tables have, named after the properties.</summary>
    public const string Columns = """
        id, message_id as "MessageId", programme, aggregate_id as "AggregateId", aggregate_version as "AggregateVersion", type, body::text as body,
        traceparent as "TraceParent", tracestate as "TraceState", correlation_id as "CorrelationId", created_at as "CreatedAt", attempts
        """;

    /// <summary>The place in the order of commits; 0 until it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The same through every repetition: what the inbox knows the event by.</summary>
    public required Guid MessageId { get; init; }

    public required string Programme { get; init; }

    public required Guid AggregateId { get; init; }

    public required int AggregateVersion { get; init; }

    /// <summary>The contract's name, see <see cref="EventContract.NameOf"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The event as JSON with lowerCamel names.</summary>
    public required string Body { get; init; }

    /// <summary>The W3C trace context that the event was published in; null if nobody traced.</summary>
    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    /// <summary>The caller's <c>X-Correlation-ID</c>.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>In UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>How often it was tried without success.</summary>
    public int Attempts { get; init; }
}
