using System.Buffers;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// An event on the wire: MassTransit's JSON envelope (<c>application/vnd.masstransit+json</c>), which a client without MassTransit can read.
/// <code>
/// { "messageId": "0192…", "conversationId": "0192…", "messageType": ["urn:message:PersonalBudgets.Contracts.Plans.V1:PlanApproved"],
///   "sentTime": "2026-01-31T10:00:00Z", "headers": {}, "message": { "programme": "…", "subjectId": "…", "subjectVersion": 3, … } }
/// </code>
/// AMQP headers: <c>traceparent</c>, <c>tracestate</c> (W3C), <c>MT-Activity-Id</c> (the same trace, for MassTransit), <c>X-Correlation-ID</c>,
/// <c>budgets-aggregate</c> (the resource whose events keep their order). Ids, codes and amounts only: no person data in any of it.
/// </summary>
internal static class Envelope
{
    public const string ContentType = "application/vnd.masstransit+json";
    public const string TraceParentHeader = "traceparent";
    public const string TraceStateHeader = "tracestate";
    public const string CorrelationHeader = "X-Correlation-ID";
    public const string AggregateHeader = "budgets-aggregate";
    private const string MassTransitTraceHeader = "MT-Activity-Id";

    /// <summary>How events are written and read: lowerCamel names, as the contract's JSON.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public static ReadOnlyMemory<byte> Body(StoredEvent stored)
    {
        var buffer = new ArrayBufferWriter<byte>(512 + stored.Body.Length);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("messageId", stored.MessageId);
        writer.WriteString("conversationId", stored.MessageId);
        writer.WriteStartArray("messageType");
        writer.WriteStringValue(EventContract.UrnOf(stored.Type));
        writer.WriteEndArray();
        writer.WriteString("sentTime", stored.CreatedAt);
        writer.WriteStartObject("headers");
        writer.WriteEndObject();
        writer.WritePropertyName("message");
        writer.WriteRawValue(stored.Body, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <param name="stored">The event.</param>
    /// <param name="traceParent">The span that sends it; the consumer's spans become its children.</param>
    public static BasicProperties Properties(StoredEvent stored, string? traceParent)
    {
        var headers = new Dictionary<string, object?> { [AggregateHeader] = stored.AggregateId.ToString() };
        if (traceParent is not null)
            headers[TraceParentHeader] = headers[MassTransitTraceHeader] = traceParent;
        if (stored.TraceState is not null)
            headers[TraceStateHeader] = stored.TraceState;
        if (stored.CorrelationId is not null)
            headers[CorrelationHeader] = stored.CorrelationId;
        return new BasicProperties
        {
            MessageId = stored.MessageId.ToString(),
            ContentType = ContentType,
            DeliveryMode = DeliveryModes.Persistent,
            Type = stored.Type,
            Timestamp = new AmqpTimestamp(new DateTimeOffset(stored.CreatedAt).ToUnixTimeSeconds()),
            Headers = headers,
        };
    }

    /// <summary>The text of an AMQP header; the client hands strings over as bytes.</summary>
    public static string? Text(IDictionary<string, object?>? headers, string name) =>
        headers?.TryGetValue(name, out var value) == true ? value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value?.ToString() : null;
}
