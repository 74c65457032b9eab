using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>When a person's refusal of an assessment ends the duty to assess (Care Act 2014 s11).</summary>
internal static class AssessmentRefusal
{
    /// <summary>
    /// Makes sure that the duty ends: not for an adult who lacks capacity where the assessment is in their best interests, nor for one who experiences
    /// abuse or neglect or is at risk of it (s11(2)). A carer's refusal always binds (s11(5)).
    /// </summary>
    /// <exception cref="Refusal">REFUSAL_NOT_BINDING.</exception>
    public static void RequireBinding(AssessmentMessage draft, bool noAbuseOrNeglect)
    {
        if (draft.Kind is AssessmentKind.Carer)
            return;
        if (draft.CapacityConclusion is CapacityConclusion.LacksCapacity)
            throw NotBinding(draft, "Who lacks capacity is assessed in their best interests in spite of a refusal.", "Care Act 2014 s11(2)(a)");
        if (AssessmentKinds.Of(draft.Kind).Needs.HasFlag(AssessedFacts.CareAct) && !noAbuseOrNeglect)
            throw NotBinding(draft, "A refusal ends the duty only where the adult is found not to be at risk of abuse or neglect.", "Care Act 2014 s11(2)(b)");
    }

    private static Refusal NotBinding(AssessmentMessage draft, string text, string source) =>
        Refusal.Rule("REFUSAL_NOT_BINDING", text, source, ("kind", draft.Kind.Code()));
}
