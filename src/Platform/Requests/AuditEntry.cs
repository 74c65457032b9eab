namespace PersonalBudgets.Platform.Requests;

/// <summary>What was done to which subject of whose record; who, where, when, why and in which request come from the session.</summary>
internal sealed record AuditEntry(string Action, string SubjectType, Guid? SubjectId, string Outcome, Guid? PersonId = null)
{
    private const string Person = "PERSON";

    /// <summary>The person whose record it is; a subject that is a person names itself.</summary>
    public Guid? PersonId { get; } = PersonId ?? (SubjectType is Person ? SubjectId : null);

    /// <summary>Each of whom it is an entry of their own; empty for a single entry.</summary>
    public IReadOnlyList<Guid> People { get; private init; } = [];

    /// <summary>One entry for each of many people whose records were read, which the database makes of the list of their ids.</summary>
    public static AuditEntry ReadOf(IReadOnlyList<Guid> people) => new("READ", Person, null, "DONE") { People = people };
}
