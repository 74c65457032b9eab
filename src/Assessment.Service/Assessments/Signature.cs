using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>What a signature needs (DOMAIN 2, guard of ASSESSED).</summary>
internal static class Signature
{
    /// <summary>Makes sure that nothing is missing.</summary>
    /// <exception cref="Refusal">ASSESSMENT_INCOMPLETE with all that is.</exception>
    public static void Require(AssessmentMessage draft)
    {
        if (Missing(draft) is { Count: > 0 } missing)
            throw Refusal.Rules(missing, ("missing", string.Join(",", missing.Select(rule => rule.Subject))));
    }

    /// <summary>Everything that is missing, in the order in which an assessor goes through it. The subject of each is the field.</summary>
    public static IReadOnlyList<BrokenRule> Missing(AssessmentMessage draft) =>
    [
        .. MissingOfAssessor(draft.Assessor),
        .. MissingOfVoice(draft),
        .. MissingOfNeeds(draft),
        .. MissingOfKind(draft),
        .. MissingOfSelfAssessment(draft),
    ];

    /// <summary>An independent advocate is needed where the person has substantial difficulty and nobody appropriate (Care Act 2014 s67).</summary>
    public static bool NeedsAdvocate(Advocacy advocacy) => advocacy is { SubstantialDifficulty: true, AppropriatePerson: false };

    private static IEnumerable<BrokenRule> MissingOfAssessor(Assessor? assessor)
    {
        const string Source = "SI 2014/2827 reg 5";
        if (assessor is null)
            yield return Needed("assessor", "Who assesses is recorded, with role and qualification.", Source);
        else if (assessor.Register is ProfessionalRegister.None && string.IsNullOrWhiteSpace(assessor.Qualification))
            yield return Needed("assessor.qualification", "The qualification of an assessor who is in no register is recorded.", Source);
    }

    private static IEnumerable<BrokenRule> MissingOfVoice(AssessmentMessage draft)
    {
        const string Capacity = "Mental Capacity Act 2005 ss1, 2";
        const string Advocate = "Care Act 2014 s67";
        if (string.IsNullOrWhiteSpace(draft.OwnView))
            yield return Needed("own_view", "The person's own view of their needs is recorded.", "Care Act 2014 s9(5)");
        if (!draft.CapacityConsidered)
            yield return Needed("capacity_considered", "The person's capacity for this decision is considered.", Capacity);
        if (draft.CapacityConclusion is CapacityConclusion.Unspecified)
            yield return Needed("capacity_conclusion", "What was found of the person's capacity is recorded.", Capacity);
        if (draft.CapacityConclusion is CapacityConclusion.LacksCapacity && draft.CapacityFindingId is "")
            yield return Needed("capacity_finding_id", "That capacity is lacking rests on a recorded assessment of it.", Capacity);
        if (!draft.AdvocateConsidered)
            yield return Needed("advocate_considered", "Advocacy is considered.", Advocate);
        if (draft.Advocacy is not { } advocacy)
            yield return Needed("advocacy", "What the consideration of advocacy came to is recorded.", Advocate);
        else if (NeedsAdvocate(advocacy) && !advocacy.AdvocateInvolved)
            yield return Needed("advocacy.advocate_involved", "An independent advocate takes part: the person has substantial difficulty and nobody appropriate.", Advocate);
    }

    private static IEnumerable<BrokenRule> MissingOfNeeds(AssessmentMessage draft)
    {
        if (draft.Needs.Count is 0)
            yield return Needed("needs", "At least one need is recorded, be its level 0.");
        if (Fluctuates(draft) && draft.PeriodConsideredDays is 0)
            yield return Needed("period_considered_days", "Where needs fluctuate, the period that was looked at is recorded.", "SI 2015/313 regs 2(4), 3(4)");
    }

    private static bool Fluctuates(AssessmentMessage draft) =>
        draft.Fluctuation is not null
        || (draft.CareAct?.Outcomes.Any(finding => finding.Fluctuates) ?? false)
        || (draft.Carer?.Outcomes.Any(finding => finding.Fluctuates) ?? false);

    private static IEnumerable<BrokenRule> MissingOfKind(AssessmentMessage draft)
    {
        var missing = AssessmentKinds.Of(draft.Kind).Needs & ~AssessmentKinds.HeldBy(draft);
        if (missing.HasFlag(AssessedFacts.CareAct))
            yield return Needed("care_act", "The facts of an adult's eligibility are found.", "SI 2015/313 reg 2");
        if (missing.HasFlag(AssessedFacts.Carer))
            yield return Needed("carer", "The facts of a carer's eligibility are found.", "SI 2015/313 reg 3");
        if (missing.HasFlag(AssessedFacts.Health))
            yield return Needed("health", "The facts of NHS services are found.", "SI 2012/2996 reg 32A");
        if (missing.HasFlag(AssessedFacts.Aftercare))
            yield return Needed("aftercare", "What makes the needs ones for after-care is found.", "MHA 1983 s117(6)");
        if (missing.HasFlag(AssessedFacts.Education))
            yield return Needed("education", "The facts of special education are found.", "Children and Families Act 2014 ss20, 21");
        if (draft.Kind is AssessmentKind.Carer && draft.CaredForPersonId is "" && !draft.CaredForElsewhere)
            yield return Needed("cared_for_person_id", "Who is cared for is named, or is on no record here.", "Care Act 2014 s10(3)");
    }

    private static IEnumerable<BrokenRule> MissingOfSelfAssessment(AssessmentMessage draft)
    {
        const string Source = "SI 2014/2827 reg 2; statutory guidance 6.44-6.53";
        if (draft.SelfAssessment is not { } self)
            yield break;
        if (draft.CapacityConclusion is CapacityConclusion.LacksCapacity)
            yield return Needed("self_assessment", "Who assesses themselves has the capacity to; otherwise a professional assesses.", Source);
        if (self.ConfirmTime is null)
            yield return Needed("self_assessment.confirm_time", "A professional has confirmed the self-assessment as it stands.", Source);
    }

    private static BrokenRule Needed(string field, string text, string? source = null) => new("ASSESSMENT_INCOMPLETE", field, text, source);
}
