using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.AccessRecords;

/// <summary>An entry of the audit that is about a person.</summary>
internal sealed record AccessRecordRow(
    long Id, DateTime At, string Actor, string? OnBehalfOf, string Organisation, string? Role, string? Purpose, string Action, string SubjectType, Guid? SubjectId,
    string Outcome, string RequestId, Guid PersonId)
{
    public AccessRecord ToMessage() => new()
    {
        AccessRecordNumber = Id,
        AccessTime = Timestamp.FromDateTime(At),
        Actor = Actor,
        OnBehalfOf = OnBehalfOf ?? "",
        Organisation = Organisation,
        Role = Role ?? "",
        Purpose = Purpose ?? "",
        Action = Action,
        SubjectType = SubjectType,
        SubjectId = SubjectId?.ToString() ?? "",
        Outcome = Outcome,
        AccessRequestId = RequestId,
        PersonId = PersonId.ToString(),
    };

    public DisclosableAccess ToDisclosable() => new()
    {
        AccessDate = Dates.Text(LondonTime.DateOf(At)),
        Role = Role ?? "",
        Organisation = Organisation,
        Purpose = Purpose ?? "",
    };
}

/// <summary>The audit as the access record of a person: read, never written.</summary>
internal static class AccessRecordStore
{
    // By what was looked at or done, by the role and by the purpose.
    private const string OfExclusions = "(e.subject_type ~ '^EXCLUSION' or e.action ~ 'exclusion')", OfEnquiries = """
        (e.subject_type ~ '^(SAFEGUARDING|FRAUD)' or e.action ~ '(safeguarding|fraud)'
            or coalesce(e.role, '') in ('SAFEGUARDING', 'COUNTER_FRAUD') or coalesce(e.purpose, '') in ('SAFEGUARDING', 'COUNTER_FRAUD'))
        """;

    /// <summary>The ids under which a person's record was read and changed: its own and those of the records that were merged into it.</summary>
    public static async Task<Guid[]> RecordsAsync(Session work, Guid personId) =>
        [.. await work.QueryAsync<Guid>("select assessment.records_of(@personId)", new { personId })];

    /// <summary>
    /// The entries about records, newest first. A load of a caseload has one entry for each of its batches, which names no person: it stands in the access record of all
    /// whom the batch registered or added to.
    /// </summary>
    /// <param name="work">The session.</param>
    /// <param name="records">The records of one person.</param>
    /// <param name="view">What the reader may learn of.</param>
    /// <param name="before">The number of the last entry of the page before; null on the first page.</param>
    /// <param name="take">How many.</param>
    public static Task<IReadOnlyList<AccessRecordRow>> ListAsync(Session work, Guid[] records, AccessView view, long? before, int take)
    {
        var shown = $"{(view.Exclusions ? "true" : $"not {OfExclusions}")} and {(view.Enquiries ? "true" : $"not {OfEnquiries}")}";
        return work.QueryAsync<AccessRecordRow>($"""
            select id, at, actor, on_behalf_of, organisation, role, purpose, action, subject_type, subject_id, outcome, request_id, person_id
            from (
                (
                    select e.id, e.at, e.actor, e.on_behalf_of, e.organisation, e.role, e.purpose, e.action, e.subject_type, e.subject_id, e.outcome, e.request_id,
                        e.person_id
                    from platform.audit_events e
                    where e.person_id = any (@records) and (@before::bigint is null or e.id < @before) and {shown}
                    order by e.id desc limit @take
                )
                union all
                select e.id, e.at, e.actor, e.on_behalf_of, e.organisation, e.role, e.purpose, e.action, e.subject_type, e.subject_id, e.outcome, e.request_id,
                    b.person_id
                from (
                    select load_id, loaded_at, person_id
                    from assessment.people_load_batches, unnest(people) as person (person_id)
                    where people && @records and person_id = any (@records)
                ) b
                join platform.audit_events e on e.subject_id = b.load_id and e.at = b.loaded_at
                where e.action = 'assessment.people.loaded' and (@before::bigint is null or e.id < @before) and {shown}
            ) entry
            order by id desc limit @take
            """, new { records, before, take });
    }
}
