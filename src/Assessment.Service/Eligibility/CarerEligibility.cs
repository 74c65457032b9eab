using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// A carer's eligibility under the Care Act: SI 2015/313 reg 3 (DOMAIN 4.2). Failing health is enough, and so is one
/// outcome; "significantly longer" is no limb here.
/// </summary>
internal static class CarerEligibility
{
    private const int Outcomes = (int)CarerOutcome.Recreation;

    /// <summary>Decides on the facts found.</summary>
    /// <param name="facts">What the assessment found.</param>
    /// <param name="ageYears">The carer's age.</param>
    /// <param name="periodConsideredDays">The period looked at where needs fluctuate (reg 3(4)); 0 = they do not.</param>
    /// <param name="law">The law in force on the day of the decision.</param>
    public static BasisDecision Decide(CarerFacts facts, int ageYears, int periodConsideredDays, EligibilityLaw law)
    {
        Span<Limb> limbs = stackalloc Limb[Outcomes + 1];
        limbs.Clear();
        var unable = 0;
        for (var i = 0; i < facts.Outcomes.Count; i++)
        {
            var finding = facts.Outcomes[i];
            if (FirstLimb(finding) is not Limb.None and var limb)
            {
                ref var known = ref limbs[(int)finding.Outcome];
                unable += known is Limb.None ? 1 : 0;
                known = known is Limb.None || limb < known ? limb : known;
            }
        }

        var adult = !EligibilityRules.IsChild(ageYears);
        var affected = facts.HealthAtRisk || unable >= law.OutcomesOfACarer;
        var eligible = adult && facts.ProvidesNecessaryCare && affected && facts.SignificantImpact;
        var advice = adult && !eligible;
        var reasons = new Reason[2 + unable + (adult ? 0 : 1) + (facts.HealthAtRisk ? 1 : 0) + (affected ? 0 : 1) + (periodConsideredDays > 0 ? 1 : 0) + (advice ? 1 : 0)];
        var next = 0;
        if (!adult)
            reasons[next++] = Reasons.CarerUnder18;
        reasons[next++] = facts.ProvidesNecessaryCare ? Reasons.CarerNecessaryCare : Reasons.CarerNoNecessaryCare;
        if (facts.HealthAtRisk)
            reasons[next++] = Reasons.CarerHealthAtRisk;
        for (var outcome = 1; outcome <= Outcomes; outcome++)
        {
            if (limbs[outcome] is not Limb.None)
                reasons[next++] = Reasons.Unable((CarerOutcome)outcome, limbs[outcome]);
        }

        if (!affected)
            reasons[next++] = Reasons.CarerNotAffected;
        if (periodConsideredDays > 0)
            reasons[next++] = Reasons.Period(periodConsideredDays);
        reasons[next++] = facts.SignificantImpact ? Reasons.CarerImpact : Reasons.CarerNoImpact;
        if (advice)
            reasons[next] = Reasons.CarerAdvice;
        return new BasisDecision(LegalBasis.Carer, eligible, false, "SI 2015/313 reg 3", "2015-04-01", reasons);
    }

    /// <summary>Whether nothing keeps somebody from an outcome that was looked at.</summary>
    public static bool IsAble(CarerOutcomeFinding finding) => FirstLimb(finding) is Limb.None;

    /// <summary>The first of the three limbs of reg 3(3) that holds.</summary>
    private static Limb FirstLimb(CarerOutcomeFinding finding) =>
        finding.NotWithoutAssistance ? Limb.WithHelp
        : finding.SignificantDistress ? Limb.WithDistress
        : finding.EndangersHealthOrSafety ? Limb.WithDanger
        : Limb.None;
}
