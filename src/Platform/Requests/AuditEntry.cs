namespace PersonalBudgets.Platform.Requests;

/// <summary>What was done to which subject; who, where, when and in which request come from the session.</summary>
internal sealed record AuditEntry(string Action, string SubjectType, Guid? SubjectId, string Outcome);
