using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// An adult's eligibility under the Care Act: SI 2015/313 reg 2 (DOMAIN 4.1). What a carer does is not counted
/// (statutory guidance 6.15); no outcome ranks above another.
/// </summary>
internal static class CareActEligibility
{
    private const int Outcomes = (int)CareActOutcome.CaringForChild;

    /// <summary>Decides on the facts found.</summary>
    /// <param name="facts">What the assessment found.</param>
    /// <param name="ageYears">The person's age.</param>
    /// <param name="periodConsideredDays">The period looked at where needs fluctuate (reg 2(4)); 0 = they do not.</param>
    /// <param name="law">The law in force on the day of the decision.</param>
    public static BasisDecision Decide(CareActFacts facts, int ageYears, int periodConsideredDays, EligibilityLaw law)
    {
        // By outcome, so that neither the order of the findings nor one that stands twice makes a difference.
        Span<Limb> limbs = stackalloc Limb[Outcomes + 1];
        limbs.Clear();
        var (unable, metByCarer) = (0, false);
        for (var i = 0; i < facts.Outcomes.Count; i++)
        {
            var finding = facts.Outcomes[i];
            metByCarer |= finding.MetByCarer;
            if (FirstLimb(finding) is not Limb.None and var limb)
            {
                ref var known = ref limbs[(int)finding.Outcome];
                unable += known is Limb.None ? 1 : 0;
                known = known is Limb.None || limb < known ? limb : known;
            }
        }

        var adult = !EligibilityRules.IsChild(ageYears);
        var eligible = adult && facts.ImpairmentOrIllness && unable >= law.OutcomesOfAnAdult && facts.SignificantImpact;
        var advice = adult && !eligible;
        var reasons = new Reason[3 + unable + (adult ? 0 : 1) + (metByCarer ? 1 : 0) + (periodConsideredDays > 0 ? 1 : 0) + (advice ? 1 : 0)];
        var next = 0;
        if (!adult)
            reasons[next++] = Reasons.CareActUnder18;
        reasons[next++] = facts.ImpairmentOrIllness ? Reasons.CareActImpairment : Reasons.CareActNoImpairment;
        for (var outcome = 1; outcome <= Outcomes; outcome++)
        {
            if (limbs[outcome] is not Limb.None)
                reasons[next++] = Reasons.Unable((CareActOutcome)outcome, limbs[outcome]);
        }

        reasons[next++] = law.Counts[unable];
        if (metByCarer)
            reasons[next++] = Reasons.CareActCarerHelp;
        if (periodConsideredDays > 0)
            reasons[next++] = Reasons.Period(periodConsideredDays);
        reasons[next++] = facts.SignificantImpact ? Reasons.CareActImpact : Reasons.CareActNoImpact;
        if (advice)
            reasons[next] = Reasons.CareActAdvice;
        return new BasisDecision(LegalBasis.CareAct, eligible, false, "SI 2015/313 reg 2", "2015-04-01", reasons);
    }

    /// <summary>Whether nothing keeps somebody from an outcome that was looked at.</summary>
    public static bool IsAble(OutcomeFinding finding) => FirstLimb(finding) is Limb.None;

    /// <summary>The first of the four limbs of reg 2(3) that holds.</summary>
    private static Limb FirstLimb(OutcomeFinding finding) =>
        finding.NotWithoutAssistance ? Limb.WithHelp
        : finding.SignificantDistress ? Limb.WithDistress
        : finding.EndangersHealthOrSafety ? Limb.WithDanger
        : finding.SignificantlyLonger ? Limb.WithTime
        : Limb.None;
}
