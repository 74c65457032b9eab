using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// NHS services that give a right to have a personal health budget (SI 2012/2996 Part 6A, DOMAIN 3.1). Their own
/// processes find who has them; here the finding is a fact.
/// </summary>
internal static class HealthRights
{
    /// <summary>Decides for each service that the facts name.</summary>
    public static IEnumerable<BasisOutcome> Decide(HealthFacts facts, int ageYears)
    {
        var child = EligibilityRules.IsChild(ageYears);
        if (facts.ContinuingHealthcare)
        {
            yield return Outcome(LegalBasis.Chc, !child, "2014-10-01", child
                ? "NHS Continuing Healthcare is for adults, from 18."
                : "The NHS found the person eligible for NHS Continuing Healthcare.");
        }

        if (facts.ChildrensContinuingCare)
        {
            yield return Outcome(LegalBasis.Cc, child, "2014-10-01", child
                ? "The NHS found the person eligible for continuing care for children and young people."
                : "Continuing care for children and young people ends at 18.");
        }

        if (facts.WheelchairServices)
            yield return Outcome(LegalBasis.Wheelchair, true, "2019-12-02", "The person meets the criteria of NHS wheelchair services.");
    }

    private static BasisOutcome Outcome(LegalBasis basis, bool eligible, string version, string reason) => new()
    {
        LegalBasis = basis,
        Eligible = eligible,
        RightToHave = eligible,
        Reasons = { reason },
        Rule = "SI 2012/2996 reg 32A",
        RuleVersion = version,
    };
}
