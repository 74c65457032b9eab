using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Bench.Eligibility;

/// <summary>
/// The arithmetic of the rules as somebody would write it down who needs nothing but the answer: no version of the law, no rule with its source, no codes,
/// no order of findings that does not matter, no findings that stand twice. It has the same sentences ready, so that it makes none either.
/// </summary>
internal static class PlainEligibility
{
    private static readonly string[][] Adult = Sentences<CareActOutcome>(Reasons.Unable, Limb.WithTime);
    private static readonly string[][] Carer = Sentences<CarerOutcome>(Reasons.Unable, Limb.WithDanger);
    private static readonly string[] Counts = [.. EligibilityCases.Law.Counts.Select(reason => reason.Record)];
    private static readonly string[] Days = [.. Enumerable.Range(0, 366).Select(days => Reasons.Period(days).Record)];

    internal readonly record struct Answer(LegalBasis Basis, bool Eligible, bool RightToHave, List<string> Reasons);

    public static List<Answer> Decide(EligibilityFacts facts)
    {
        var answers = new List<Answer>(2);
        if (facts.AssessmentKind is AssessmentKind.Carer)
            answers.Add(OfCarer(facts.Carer, facts.AgeYears >= 18));
        if (facts.AssessmentKind is AssessmentKind.Adult)
            answers.Add(OfAdult(facts.CareAct, facts.AgeYears >= 18, facts.PeriodConsideredDays));
        if (facts.AssessmentKind is AssessmentKind.Health)
            AddHealth(facts, answers);
        return answers;
    }

    /// <summary>Makes sure that the plain loop answers as the rules do: else it would be no baseline.</summary>
    public static void RequireSameAs(IReadOnlyList<EligibilityFacts> cases)
    {
        foreach (var facts in cases)
        {
            var rules = EligibilityRules.Decide(facts, EligibilityCases.Law);
            var plain = Decide(facts);
            if (rules.Count != plain.Count || rules.Zip(plain).Any(pair => !IsSame(pair.First, pair.Second)))
                throw new InvalidOperationException($"The plain loop does not answer as the rules do: {facts}");
        }

        static bool IsSame(BasisDecision rules, Answer plain) =>
            (rules.Basis, rules.Eligible, rules.RightToHave) == (plain.Basis, plain.Eligible, plain.RightToHave)
            && rules.Reasons.Select(reason => reason.Record).Order().SequenceEqual(plain.Reasons.Order());
    }

    private static Answer OfAdult(CareActFacts facts, bool adult, int days)
    {
        var reasons = new List<string>(8);
        if (!adult)
            reasons.Add(Reasons.CareActUnder18.Record);
        reasons.Add((facts.ImpairmentOrIllness ? Reasons.CareActImpairment : Reasons.CareActNoImpairment).Record);
        var (unable, carer) = (0, false);
        for (var i = 0; i < facts.Outcomes.Count; i++)
        {
            var finding = facts.Outcomes[i];
            carer |= finding.MetByCarer;
            var limb = finding.NotWithoutAssistance ? 1 : finding.SignificantDistress ? 2 : finding.EndangersHealthOrSafety ? 3 : finding.SignificantlyLonger ? 4 : 0;
            if (limb is 0)
                continue;
            unable++;
            reasons.Add(Adult[(int)finding.Outcome][limb]);
        }

        reasons.Add(Counts[unable]);
        if (carer)
            reasons.Add(Reasons.CareActCarerHelp.Record);
        if (days > 0)
            reasons.Add(Days[days]);
        reasons.Add((facts.SignificantImpact ? Reasons.CareActImpact : Reasons.CareActNoImpact).Record);
        var eligible = adult && facts.ImpairmentOrIllness && unable >= 2 && facts.SignificantImpact;
        if (adult && !eligible)
            reasons.Add(Reasons.CareActAdvice.Record);
        return new Answer(LegalBasis.CareAct, eligible, false, reasons);
    }

    private static Answer OfCarer(CarerFacts facts, bool adult)
    {
        var reasons = new List<string>(8);
        if (!adult)
            reasons.Add(Reasons.CarerUnder18.Record);
        reasons.Add((facts.ProvidesNecessaryCare ? Reasons.CarerNecessaryCare : Reasons.CarerNoNecessaryCare).Record);
        if (facts.HealthAtRisk)
            reasons.Add(Reasons.CarerHealthAtRisk.Record);
        var affected = facts.HealthAtRisk;
        for (var i = 0; i < facts.Outcomes.Count; i++)
        {
            var finding = facts.Outcomes[i];
            var limb = finding.NotWithoutAssistance ? 1 : finding.SignificantDistress ? 2 : finding.EndangersHealthOrSafety ? 3 : 0;
            if (limb is 0)
                continue;
            affected = true;
            reasons.Add(Carer[(int)finding.Outcome][limb]);
        }

        if (!affected)
            reasons.Add(Reasons.CarerNotAffected.Record);
        reasons.Add((facts.SignificantImpact ? Reasons.CarerImpact : Reasons.CarerNoImpact).Record);
        var eligible = adult && facts.ProvidesNecessaryCare && affected && facts.SignificantImpact;
        if (adult && !eligible)
            reasons.Add(Reasons.CarerAdvice.Record);
        return new Answer(LegalBasis.Carer, eligible, false, reasons);
    }

    private static void AddHealth(EligibilityFacts facts, List<Answer> answers)
    {
        var (health, child, right) = (facts.Health, facts.AgeYears < 18, false);
        if (health.ContinuingHealthcare)
            Add(LegalBasis.Chc, !child, (child ? Reasons.ChcUnder18 : Reasons.ChcFound).Record);
        if (health.ChildrensContinuingCare)
            Add(LegalBasis.Cc, child, (child ? Reasons.CcFound : Reasons.CcFrom18).Record);
        if (health.WheelchairServices)
            Add(LegalBasis.Wheelchair, true, Reasons.WheelchairFound.Record);
        if (!health.DiscretionaryBenefit && right)
            return;
        answers.Add(new Answer(LegalBasis.Discretionary, health.DiscretionaryBenefit && facts.OfferAccepted, false,
        [
            (health.DiscretionaryBenefit ? Reasons.DiscretionaryBenefit : Reasons.DiscretionaryNoBenefit).Record,
            (facts.OfferAccepted ? Reasons.DiscretionaryAccepted : Reasons.DiscretionaryNotAccepted).Record,
        ]));

        void Add(LegalBasis basis, bool eligible, string reason)
        {
            right |= eligible;
            answers.Add(new Answer(basis, eligible, eligible, [reason]));
        }
    }

    private static string[][] Sentences<TOutcome>(Func<TOutcome, Limb, Reason> reason, Limb last) where TOutcome : struct, Enum =>
    [
        .. Enum.GetValues<TOutcome>().Order().Select(outcome => outcome.Equals(default(TOutcome))
            ? []
            : Enumerable.Range(0, (int)last + 1).Select(limb => reason(outcome, (Limb)limb).Record).ToArray()),
    ];
}
