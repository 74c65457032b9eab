using System.Text.Json;
using Npgsql;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Puts a mutation's events into the outbox, in the transaction of the change and in the batch of its commit.</summary>
internal sealed class OutboxWriter(OutboxSignal signal) : IOutboxWriter
{
    public void Append(NpgsqlBatch batch, Mutation work)
    {
        if (work.Events.Count == 0)
            return;
        var span = work.Context.Span;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(OutboxStore.Insert)
        {
            Parameters =
            {
                new NpgsqlParameter<string>("programme", work.Programme),
                new NpgsqlParameter<string?>("traceparent", span?.Id),
                new NpgsqlParameter<string?>("tracestate", span?.TraceStateString),
                new NpgsqlParameter<string?>("correlation_id", work.Context.CorrelationId),
                new NpgsqlParameter<Guid[]>("message_ids", [.. work.Events.Select(_ => work.NewId())]),
                new NpgsqlParameter<Guid[]>("aggregate_ids", [.. work.Events.Select(e => e.AggregateId)]),
                new NpgsqlParameter<int[]>("aggregate_versions", [.. work.Events.Select(e => e.Event.SubjectVersion)]),
                new NpgsqlParameter<string[]>("types", [.. work.Events.Select(e => EventContract.NameOf(e.Event.GetType()))]),
                new NpgsqlParameter<string[]>("bodies", [.. work.Events.Select(e => JsonSerializer.Serialize(e.Event, e.Event.GetType(), Envelope.Json))]),
            },
        });
    }

    public void Wake() => signal.Wake();
}
