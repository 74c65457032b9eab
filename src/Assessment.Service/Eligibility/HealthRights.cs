using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// NHS services that give a right to have a personal health budget (SI 2012/2996 Part 6A, DOMAIN 3.1). Their own
/// processes find who has them; here the finding is a fact.
/// </summary>
internal static class HealthRights
{
    // The first days of the rights to have, by service.
    private const string ContinuingCareSince = "2014-10-01", WheelchairSince = "2019-12-02";

    /// <summary>Decides for each service that the facts name, and for continuing care of children where the assessment was made to find it.</summary>
    public static void Decide(HealthFacts facts, AssessmentKind kind, int ageYears, EligibilityLaw law, List<BasisDecision> decisions)
    {
        var child = EligibilityRules.IsChild(ageYears);
        if (facts.ContinuingHealthcare)
            decisions.Add(Of(LegalBasis.Chc, !child, ContinuingCareSince, child ? Reasons.ChcUnder18 : Reasons.ChcFound, law));
        if (facts.ChildrensContinuingCare)
            decisions.Add(Of(LegalBasis.Cc, child, ContinuingCareSince, child ? Reasons.CcFound : Reasons.CcFrom18, law));
        else if (kind is AssessmentKind.ChildrensContinuingCare)
            decisions.Add(Of(LegalBasis.Cc, false, ContinuingCareSince, Reasons.CcNotFound, law));
        if (facts.WheelchairServices)
            decisions.Add(Of(LegalBasis.Wheelchair, true, WheelchairSince, Reasons.WheelchairFound, law));
    }

    private static BasisDecision Of(LegalBasis basis, bool eligible, string since, Reason reason, EligibilityLaw law)
    {
        const string Rule = "SI 2012/2996 reg 32A";
        return !eligible || law.RightsToHave.Contains(basis)
            ? new BasisDecision(basis, eligible, eligible, Rule, since, reason)
            : new BasisDecision(basis, eligible, false, Rule, since, reason, Reasons.RightNotYetLaw);
    }
}
