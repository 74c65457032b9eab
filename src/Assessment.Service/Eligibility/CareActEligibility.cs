using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// An adult's eligibility under the Care Act: SI 2015/313 reg 2 (DOMAIN 4.1). What a carer does is not counted
/// (statutory guidance 6.15); no outcome ranks above another.
/// </summary>
internal static class CareActEligibility
{
    private const int OutcomesNeeded = 2;

    /// <summary>Decides on the facts found.</summary>
    /// <param name="facts">What the assessment found.</param>
    /// <param name="ageYears">The person's age.</param>
    /// <param name="periodConsideredDays">The period looked at where needs fluctuate (reg 2(4)); 0 = they do not.</param>
    public static BasisOutcome Decide(CareActFacts facts, int ageYears, int periodConsideredDays)
    {
        var reasons = new List<string>();
        var adult = !EligibilityRules.IsChild(ageYears);
        if (!adult)
            reasons.Add("The Care Act's duty is to adults, from 18. Needs of children are met under other law.");

        reasons.Add(facts.ImpairmentOrIllness
            ? "The needs come from a physical or mental impairment or illness."
            : "The needs do not come from a physical or mental impairment or illness.");

        var unable = facts.Outcomes.Where(IsUnable).DistinctBy(finding => finding.Outcome).ToList();
        var enough = unable.Count >= OutcomesNeeded;
        reasons.AddRange(unable.Select(finding => $"Not able to achieve: {OutcomeWords.Of(finding.Outcome)}, because {Limb(finding)}."));
        reasons.Add(enough
            ? $"{unable.Count} outcomes cannot be achieved; the law asks for two or more."
            : $"{Count(unable.Count)} cannot be achieved; the law asks for two or more.");
        if (facts.Outcomes.Any(finding => finding.MetByCarer))
            reasons.Add("What a carer does was not counted: it matters only for how needs are met.");
        if (periodConsideredDays > 0)
            reasons.Add($"Needs change over time; {periodConsideredDays} days were looked at.");

        reasons.Add(facts.SignificantImpact
            ? "The effect on well-being is, or is likely to be, significant."
            : "The effect on well-being is not, and is not likely to be, significant.");

        var eligible = adult && facts.ImpairmentOrIllness && enough && facts.SignificantImpact;
        if (adult && !eligible)
            reasons.Add("The council still gives advice on prevention, and may meet needs that are not eligible (Care Act 2014 s2, s4, s19(1)).");

        return new BasisOutcome
        {
            LegalBasis = LegalBasis.CareAct,
            Eligible = eligible,
            Reasons = { reasons },
            Rule = "SI 2015/313 reg 2",
            RuleVersion = "2015-04-01",
        };
    }

    /// <summary>Unable by any of the four limbs of reg 2(3).</summary>
    private static bool IsUnable(OutcomeFinding finding) =>
        finding.NotWithoutAssistance || finding.SignificantDistress || finding.EndangersHealthOrSafety || finding.SignificantlyLonger;

    private static string Limb(OutcomeFinding finding) => finding switch
    {
        { NotWithoutAssistance: true } => "it cannot be done without help or prompting",
        { SignificantDistress: true } => "doing it alone brings significant pain, distress or anxiety",
        { EndangersHealthOrSafety: true } => "doing it alone puts somebody's health or safety in danger",
        _ => "doing it alone takes significantly longer than normal",
    };

    private static string Count(int outcomes) => outcomes is 0 ? "No outcome" : "One outcome only";
}
