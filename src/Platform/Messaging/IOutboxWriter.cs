using Npgsql;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>An event of a mutation on its way to the outbox.</summary>
internal sealed record OutgoingEvent(IDomainEvent Event, Guid AggregateId);

/// <summary>The unit of work's side of the outbox.</summary>
internal interface IOutboxWriter
{
    /// <summary>
    /// Adds the statement that inserts the events of mutations of one programme, however many, to the batch that commits them: no round trip of its own.
    /// </summary>
    void Append(NpgsqlBatch batch, params IReadOnlyList<Mutation> works);

    /// <summary>Wakes the relay; called after the commit of a mutation that published.</summary>
    void Wake();
}
