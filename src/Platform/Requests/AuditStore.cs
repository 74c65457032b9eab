using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace PersonalBudgets.Platform.Requests;

internal static class AuditStore
{
    /// <summary>The statement that records a session's entries, however many, in the batch that commits it.</summary>
    public static NpgsqlBatchCommand Insert(Session work, IReadOnlyList<AuditEntry> entries) => new("""
        insert into platform.audit_events
            (programme, actor, on_behalf_of, organisation, action, subject_type, subject_id, outcome, request_id, trace_id, at)
        select $1, $2, $3, $4, entry.action, entry.subject_type, entry.subject_id, entry.outcome, $5, $6, $7
        from unnest($8, $9, $10, $11) as entry (action, subject_type, subject_id, outcome)
        """)
    {
        Parameters =
        {
            new() { Value = work.Programme },
            new() { Value = work.Caller.Subject },
            SessionStore.Nullable(work.Caller.OnBehalfOf),
            new() { Value = work.Caller.Organisation },
            new() { Value = work.Context.RequestId },
            SessionStore.Nullable(Activity.Current?.TraceId.ToHexString()),
            new() { Value = work.Now },
            Texts(entries.Select(entry => entry.Action)),
            Texts(entries.Select(entry => entry.SubjectType)),
            new() { Value = entries.Select(entry => entry.SubjectId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
            Texts(entries.Select(entry => entry.Outcome)),
        },
    };

    private static NpgsqlParameter Texts(IEnumerable<string> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
