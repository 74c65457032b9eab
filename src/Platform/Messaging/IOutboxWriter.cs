using Npgsql;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>An event of a mutation on its way to the outbox.</summary>
internal sealed record OutgoingEvent(IDomainEvent Event, Guid AggregateId);

/// <summary>The unit of work's side of the outbox.</summary>
internal interface IOutboxWriter
{
    /// <summary>Adds the statements that insert a mutation's events to the batch that commits it: no round trip of its own.</summary>
    void Append(NpgsqlBatch batch, Mutation work);

    /// <summary>Wakes the relay; called after the commit of a mutation that published.</summary>
    void Wake();
}
