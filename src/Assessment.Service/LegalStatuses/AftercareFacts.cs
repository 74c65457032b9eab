using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>All that a decision on section 117 rests on. None of it ever changes once it is recorded, so the same facts give the same decision at any time.</summary>
/// <param name="LegalStatuses">Every record of the person, those that were replaced among them, oldest first.</param>
/// <param name="Ends">Where both bodies have ended after-care.</param>
/// <param name="Day">The day that is asked about.</param>
internal sealed record AftercareFacts(IReadOnlyList<LegalStatus> LegalStatuses, IReadOnlyList<AftercareEnd> Ends, DateOnly Day);
