using System.Text.Json;
using Npgsql;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Puts a mutation's events into the outbox, in the transaction of the change and in the batch of its commit.</summary>
internal sealed class OutboxWriter(OutboxSignal signal) : IOutboxWriter
{
    public void Append(NpgsqlBatch batch, params IReadOnlyList<Mutation> works)
    {
        (Mutation Work, OutgoingEvent Outgoing)[] rows = [.. works.SelectMany(work => work.Events.Select(outgoing => (work, outgoing)))];
        if (rows.Length == 0)
            return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(OutboxStore.Insert)
        {
            Parameters =
            {
                new NpgsqlParameter<string>("programme", rows[0].Work.Programme),
                new NpgsqlParameter<string?[]>("traceparents", [.. rows.Select(row => row.Work.Context.Span?.Id)]),
                new NpgsqlParameter<string?[]>("tracestates", [.. rows.Select(row => row.Work.Context.Span?.TraceStateString)]),
                new NpgsqlParameter<string?[]>("correlation_ids", [.. rows.Select(row => row.Work.Context.CorrelationId)]),
                new NpgsqlParameter<Guid[]>("message_ids", [.. rows.Select(row => row.Work.NewId())]),
                new NpgsqlParameter<Guid[]>("aggregate_ids", [.. rows.Select(row => row.Outgoing.AggregateId)]),
                new NpgsqlParameter<int[]>("aggregate_versions", [.. rows.Select(row => row.Outgoing.Event.SubjectVersion)]),
                new NpgsqlParameter<string[]>("types", [.. rows.Select(row => EventContract.NameOf(row.Outgoing.Event.GetType()))]),
                new NpgsqlParameter<string[]>("bodies", [.. rows.Select(row => BodyOf(row.Outgoing.Event))]),
            },
        });
    }

    public void Wake() => signal.Wake();

    private static string BodyOf(IDomainEvent told) => JsonSerializer.Serialize(told, told.GetType(), Envelope.Json);
}
