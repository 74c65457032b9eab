using Npgsql;
using NpgsqlTypes;

namespace PersonalBudgets.Platform.Requests;

/// <summary>The unit of work's side of the audit trail; a seam so that bench can measure what recording costs.</summary>
internal interface IAuditWriter
{
    /// <summary>Adds the statement that records the entries of sessions of one programme, however many, to the batch that commits them.</summary>
    void Append(NpgsqlBatch batch, params IReadOnlyList<Session> works);
}

/// <summary>The SQL of <c>platform.audit_events</c>.</summary>
internal sealed class AuditStore : IAuditWriter
{
    private const string Columns =
        "insert into platform.audit_events (programme, actor, on_behalf_of, organisation, role, purpose, action, subject_type, subject_id, person_id, outcome, request_id, trace_id, at)";

    public void Append(NpgsqlBatch batch, params IReadOnlyList<Session> works)
    {
        if (works is [{ AuditEntries: [{ People.Count: 0 } only] } work])
        {
            batch.BatchCommands.Add(InsertOne(work, only));
            return;
        }

        var entries = works.SelectMany(work => work.AuditEntries.Select(entry => (Work: work, Entry: entry))).ToLookup(row => row.Entry.People.Count > 0);
        foreach (var (ofMany, entry) in entries[true])
            batch.BatchCommands.Add(InsertPeople(ofMany, entry));
        if (entries[false].Any())
            batch.BatchCommands.Add(InsertAll([.. entries[false]]));
    }

    // Nearly all work records one entry, and fourteen values cost both sides less than thirteen arrays of one.
    private static NpgsqlBatchCommand InsertOne(Session work, AuditEntry entry) => new($"{Columns} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
    {
        Parameters =
        {
            new() { Value = work.Programme },
            new() { Value = work.Caller.Subject },
            SessionStore.Nullable(work.Caller.OnBehalfOf),
            new() { Value = work.Caller.Organisation },
            SessionStore.Nullable(work.Caller.Role),
            SessionStore.Nullable(work.Context.Purpose),
            new() { Value = entry.Action },
            new() { Value = entry.SubjectType },
            SessionStore.Nullable(entry.SubjectId),
            SessionStore.Nullable(entry.PersonId),
            new() { Value = entry.Outcome },
            new() { Value = work.Context.RequestId },
            SessionStore.Nullable(work.Context.Span?.TraceId.ToHexString()),
            new() { Value = work.Now },
        },
    };

    private static NpgsqlBatchCommand InsertPeople(Session work, AuditEntry entry) => new(
        $"{Columns} select $1, $2, $3, $4, $5, $6, $7, $8, person, person, $9, $10, $11, $12 from unnest($13) person")
    {
        Parameters =
        {
            new() { Value = work.Programme },
            new() { Value = work.Caller.Subject },
            SessionStore.Nullable(work.Caller.OnBehalfOf),
            new() { Value = work.Caller.Organisation },
            SessionStore.Nullable(work.Caller.Role),
            SessionStore.Nullable(work.Context.Purpose),
            new() { Value = entry.Action },
            new() { Value = entry.SubjectType },
            new() { Value = entry.Outcome },
            new() { Value = work.Context.RequestId },
            SessionStore.Nullable(work.Context.Span?.TraceId.ToHexString()),
            new() { Value = work.Now },
            new() { Value = entry.People.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
        },
    };

    private static NpgsqlBatchCommand InsertAll((Session Work, AuditEntry Entry)[] rows)
    {
        return new($"""
            {Columns}
            select $1, actor, on_behalf_of, organisation, role, purpose, action, subject_type, subject_id, person_id, outcome, request_id, trace_id, at
            from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                as entry (actor, on_behalf_of, organisation, role, purpose, action, subject_type, subject_id, person_id, outcome, request_id, trace_id, at)
            """)
        {
            Parameters =
            {
                new() { Value = rows[0].Work.Programme },
                Texts(row => row.Work.Caller.Subject),
                Texts(row => row.Work.Caller.OnBehalfOf),
                Texts(row => row.Work.Caller.Organisation),
                Texts(row => row.Work.Caller.Role),
                Texts(row => row.Work.Context.Purpose),
                Texts(row => row.Entry.Action),
                Texts(row => row.Entry.SubjectType),
                Ids(row => row.Entry.SubjectId),
                Ids(row => row.Entry.PersonId),
                Texts(row => row.Entry.Outcome),
                Texts(row => row.Work.Context.RequestId),
                Texts(row => row.Work.Context.Span?.TraceId.ToHexString()),
                new() { Value = rows.Select(row => row.Work.Now).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            },
        };

        NpgsqlParameter Ids(Func<(Session Work, AuditEntry Entry), Guid?> value) =>
            new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

        NpgsqlParameter Texts(Func<(Session Work, AuditEntry Entry), string?> value) =>
            new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    }
}
