using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// Which legal bases a decision considers, and the decision for each. Bases are decided each by itself: section 117 and
/// NHS needs never pass the test of two outcomes in ten (DOMAIN 0, A2). Pure: the same facts under the same version of the
/// rules give the same decision, in whatever order the facts' lists are.
/// </summary>
internal static class EligibilityRules
{
    private const int AdultFrom = 18;

    private static readonly CareActFacts NoCareActFacts = new();
    private static readonly CarerFacts NoCarerFacts = new();
    private static readonly HealthFacts NoHealthFacts = new();

    /// <summary>Decides for every basis that the facts speak of, in the order of the contract's enum.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="law">The law in force on the day of the decision.</param>
    /// <param name="policy">The local policy on discretionary budgets in force that day; null for none.</param>
    public static IReadOnlyList<BasisDecision> Decide(EligibilityFacts facts, EligibilityLaw law, DiscretionaryPolicy? policy = null)
    {
        var kind = facts.AssessmentKind;
        if (kind is AssessmentKind.Carer)
            return [CarerEligibility.Decide(facts.Carer ?? NoCarerFacts, facts.AgeYears, facts.PeriodConsideredDays, law)];

        var decisions = new List<BasisDecision>(2);
        if (kind is AssessmentKind.Adult or AssessmentKind.Joint || facts.CareAct is not null)
            decisions.Add(CareActEligibility.Decide(facts.CareAct ?? NoCareActFacts, facts.AgeYears, facts.PeriodConsideredDays, law));
        if (kind is AssessmentKind.S117 || facts.LegalStatuses.Count > 0)
            decisions.Add(Aftercare(facts, law));

        var health = facts.Health ?? NoHealthFacts;
        HealthRights.Decide(health, kind, facts.AgeYears, law, decisions);

        // An assessment for the NHS, or for an education, health and care plan, that finds no right still answers whether there can be a budget.
        if (health.DiscretionaryBenefit || (kind is AssessmentKind.Health or AssessmentKind.Ehc && !decisions.Exists(decision => decision.RightToHave)))
            decisions.Add(DiscretionaryOffer.Decide(facts, health.DiscretionaryBenefit, policy));
        return decisions;
    }

    /// <summary>
    /// Whether nothing but a budget at the body's discretion is in question, and the person has not accepted the offer of
    /// it: then there is nothing to decide yet.
    /// </summary>
    public static bool WaitsForAcceptance(IReadOnlyList<BasisDecision> decisions, EligibilityFacts facts) =>
        !facts.OfferAccepted
        && facts.Health is { DiscretionaryBenefit: true }
        && decisions.All(decision => decision.Basis is LegalBasis.Discretionary);

    /// <summary>Under 18: the duties to adults do not apply.</summary>
    internal static bool IsChild(int ageYears) => ageYears < AdultFrom;

    /// <summary>
    /// The duty, and where the assessment asked for them, needs that it is for: ones that arise from the disorder and whose being met keeps the person out of
    /// hospital (MHA 1983 s117(6)). Without such needs there is nothing to plan with a budget (DOMAIN 0, A2), though the duty goes on until both bodies end it.
    /// </summary>
    private static BasisDecision Aftercare(EligibilityFacts facts, EligibilityLaw law)
    {
        var duty = AftercareRight.Decide(new AftercareFacts(facts.LegalStatuses, facts.AftercareEnds, Dates.Parse(facts.DecisionDate)));
        var hasNeeds = facts.Aftercare is null or { ArisesFromMentalDisorder: true, ReducesRiskOfReadmission: true };
        var (eligible, reason) = (duty.Eligible, hasNeeds) switch
        {
            (false, _) => (false, "S117_NOT_IN_FORCE"),
            (true, false) => (false, "S117_NO_NEED"),
            _ => (true, "S117_IN_FORCE"),
        };
        return new BasisDecision(
            LegalBasis.S117, eligible, eligible && law.RightsToHave.Contains(LegalBasis.S117), duty.Rule, duty.RuleVersion,
            ReasonWords.Known.Of(reason, ("finding", string.Join(" ", duty.Reasons))));
    }
}
