using Npgsql;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Platform.Requests;

/// <summary>A session that changes rows, publishes events and records what it did; all of it happens or none.</summary>
public sealed class Mutation : Session
{
    private readonly List<OutgoingEvent> _events = [];

    internal Mutation(NpgsqlConnection connection, NpgsqlTransaction transaction, SessionContext context)
        : base(connection, transaction, context)
    {
    }

    internal IReadOnlyList<OutgoingEvent> Events => _events;

    /// <summary>A new id: a UUIDv7 of this request's instant, so that ids sort by age.</summary>
    public Guid NewId() => Guid.CreateVersion7(Now);

    /// <summary>
    /// Publishes an event with this change: it leaves after the commit, and only then. Change the aggregate's row first:
    /// its lock is what puts the events of one aggregate into the order of their commits.
    /// </summary>
    /// <param name="event">Its <see cref="IDomainEvent.SubjectVersion"/> is the aggregate's version after this change.</param>
    /// <param name="aggregateId">The resource whose version the change raised, a UUID.</param>
    public void Publish(IDomainEvent @event, string aggregateId)
    {
        ArgumentNullException.ThrowIfNull(@event);
        if (@event.Programme != Programme)
            throw new InvalidOperationException($"{@event.GetType().Name} speaks of another programme than the work it is published in.");
        _events.Add(new OutgoingEvent(@event, Guid.Parse(aggregateId)));
    }

    /// <summary>Records what was done. Every mutation records at least one entry; the first names the resource that the request is about.</summary>
    /// <param name="action">What was done, as area, noun and verb: <c>plans.plan.approved</c>.</param>
    /// <param name="subjectType">The kind of resource: <c>PLAN</c>.</param>
    /// <param name="subjectId">Its id.</param>
    /// <param name="outcome">How it ended, as UPPER_SNAKE.</param>
    /// <param name="personId">The person whose record this is part of: it then stands in that person's access record. A subject of type <c>PERSON</c> names itself.</param>
    public void Audit(string action, string subjectType, Guid subjectId, string outcome = "DONE", Guid? personId = null) =>
        Record(new AuditEntry(action, subjectType, subjectId, outcome, personId));

    /// <summary>This work found that it had been done before: nothing to record, nothing to publish.</summary>
    internal bool IsDuplicate { get; set; }
}
