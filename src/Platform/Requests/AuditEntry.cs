namespace PersonalBudgets.Platform.Requests;

/// <summary>What was done to which subject of whose record; who, where, when, why and in which request come from the session.</summary>
internal sealed record AuditEntry(string Action, string SubjectType, Guid? SubjectId, string Outcome, Guid? PersonId = null)
{
    private const string Person = "PERSON";

    /// <summary>The person whose record it is; a subject that is a person names itself.</summary>
    public Guid? PersonId { get; } = PersonId ?? (SubjectType is Person ? SubjectId : null);
}
