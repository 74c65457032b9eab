using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// Everything that a decision on eligibility rests on. The same facts under the same version of the rules give the
/// same decision, so these are kept with it.
/// </summary>
/// <param name="Assessment">The signed assessment.</param>
/// <param name="AgeYears">The person's age on the day of the decision.</param>
/// <param name="LegalStatuses">The sections of the Mental Health Act on record, oldest record first.</param>
/// <param name="OfferAccepted">The person's latest answer to an offer was yes.</param>
/// <param name="Today">The day of the decision.</param>
internal sealed record EligibilityFacts(
    AssessmentMessage Assessment, int AgeYears, IReadOnlyList<LegalStatus> LegalStatuses, bool OfferAccepted, DateOnly Today);
