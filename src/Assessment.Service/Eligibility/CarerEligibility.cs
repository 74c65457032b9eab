using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// A carer's eligibility under the Care Act: SI 2015/313 reg 3 (DOMAIN 4.2). Failing health is enough, and so is one
/// outcome; "significantly longer" is no limb here.
/// </summary>
internal static class CarerEligibility
{
    /// <summary>Decides on the facts found.</summary>
    /// <param name="facts">What the assessment found.</param>
    /// <param name="ageYears">The carer's age.</param>
    public static BasisOutcome Decide(CarerFacts facts, int ageYears)
    {
        var reasons = new List<string>();
        var adult = !EligibilityRules.IsChild(ageYears);
        if (!adult)
            reasons.Add("The Care Act's duty is to adult carers, from 18. Young carers are helped under other law.");

        reasons.Add(facts.ProvidesNecessaryCare
            ? "The needs come from providing care that is necessary."
            : "The needs do not come from providing care that is necessary.");
        if (facts.HealthAtRisk)
            reasons.Add("The carer's health is, or is at risk of, getting worse.");

        var unable = facts.Outcomes.Where(IsUnable).DistinctBy(finding => finding.Outcome).ToList();
        reasons.AddRange(unable.Select(finding => $"Not able to achieve: {OutcomeWords.Of(finding.Outcome)}, because {Limb(finding)}."));
        var affected = facts.HealthAtRisk || unable.Count > 0;
        if (!affected)
            reasons.Add("The carer's health is not at risk, and every outcome can be achieved; the law asks for one or the other.");

        reasons.Add(facts.SignificantImpact
            ? "The effect on the carer's well-being is, or is likely to be, significant."
            : "The effect on the carer's well-being is not, and is not likely to be, significant.");

        var eligible = adult && facts.ProvidesNecessaryCare && affected && facts.SignificantImpact;
        if (adult && !eligible)
            reasons.Add("The council still gives advice on prevention, and may meet needs that are not eligible (Care Act 2014 s2, s4, s20(6)).");

        return new BasisOutcome
        {
            LegalBasis = LegalBasis.Carer,
            Eligible = eligible,
            Reasons = { reasons },
            Rule = "SI 2015/313 reg 3",
            RuleVersion = "2015-04-01",
        };
    }

    /// <summary>Unable by any of the three limbs of reg 3(3).</summary>
    private static bool IsUnable(CarerOutcomeFinding finding) =>
        finding.NotWithoutAssistance || finding.SignificantDistress || finding.EndangersHealthOrSafety;

    private static string Limb(CarerOutcomeFinding finding) => finding switch
    {
        { NotWithoutAssistance: true } => "it cannot be done without help",
        { SignificantDistress: true } => "doing it alone brings significant pain, distress or anxiety",
        _ => "doing it alone puts somebody's health or safety in danger",
    };
}
