using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// Which legal bases a decision considers, and the decision for each. Bases are decided each by itself: section 117 and
/// NHS needs never pass the test of two outcomes in ten (DOMAIN 0, A2).
/// </summary>
internal static class EligibilityRules
{
    private const int AdultFrom = 18;

    /// <summary>Decides for every basis that the facts speak of, in the order of the contract's enum.</summary>
    public static IReadOnlyList<BasisOutcome> Decide(EligibilityFacts facts)
    {
        var assessment = facts.Assessment;
        if (assessment.Kind is AssessmentKind.Carer)
            return [CarerEligibility.Decide(assessment.Carer ?? new CarerFacts(), facts.AgeYears)];

        var outcomes = new List<BasisOutcome>();
        if (assessment.Kind is AssessmentKind.Adult or AssessmentKind.Joint || assessment.CareAct is not null)
            outcomes.Add(CareActEligibility.Decide(assessment.CareAct ?? new CareActFacts(), facts.AgeYears, assessment.PeriodConsideredDays));
        if (assessment.Kind is AssessmentKind.S117 || facts.LegalStatuses.Count > 0)
            outcomes.Add(AftercareRight.Decide(facts.LegalStatuses, facts.Today));

        var health = assessment.Health ?? new HealthFacts();
        outcomes.AddRange(HealthRights.Decide(health, facts.AgeYears));

        // An NHS assessment that finds no right still answers the question that it was made for.
        var noRight = !outcomes.Any(outcome => outcome is { Eligible: true, RightToHave: true });
        if (health.DiscretionaryBenefit || (assessment.Kind is AssessmentKind.Health && noRight))
            outcomes.Add(DiscretionaryOffer.Decide(health.DiscretionaryBenefit, facts.OfferAccepted));
        return outcomes;
    }

    /// <summary>
    /// Whether nothing but a budget at the body's discretion is in question, and the person has not accepted the offer of
    /// it: then there is nothing to decide yet.
    /// </summary>
    public static bool WaitsForAcceptance(IReadOnlyList<BasisOutcome> outcomes, EligibilityFacts facts) =>
        !facts.OfferAccepted
        && facts.Assessment.Health is { DiscretionaryBenefit: true }
        && outcomes.All(outcome => outcome.LegalBasis is LegalBasis.Discretionary);

    /// <summary>Under 18: the duties to adults do not apply.</summary>
    internal static bool IsChild(int ageYears) => ageYears < AdultFrom;
}
