using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Charging.FinancialAssessments;

/// <summary>What an assessment must keep beyond the rules of its single fields.</summary>
internal static class FinancialAssessmentChecks
{
    private const string Root = "financial_assessment";

    /// <summary>The faults of an assessment, all at once.</summary>
    /// <param name="assessment">As it was sent, or changed.</param>
    /// <param name="group">The person's age group on its first day; unspecified before 18.</param>
    public static IReadOnlyList<Violation> Faults(FinancialAssessment assessment, AgeGroup group) =>
    [
        .. group is AgeGroup.Unspecified
            ? [new Violation($"{Root}.effective_from", "NOT_OF_THIS_AGE", "Before 18 nothing is charged under the Care Act.")]
            : Array.Empty<Violation>(),
        .. PartFaults(assessment),
        .. assessment.Means is { } means ? [.. AgeFaults(means, group), .. MeansChecks.Faults(means, Dates.Parse(assessment.EffectiveFrom), $"{Root}.means")] : Array.Empty<Violation>(),
        .. assessment.LightTouch is { } light ? LightTouchFaults(light) : [],
        .. CorrectionFaults(assessment),
    ];

    private static IEnumerable<Violation> PartFaults(FinancialAssessment assessment)
    {
        var (isFull, isLight) = (assessment.Method is FinancialAssessmentMethod.Full, assessment.Method is FinancialAssessmentMethod.LightTouch);
        if (isFull && assessment.Means is null)
            yield return new Violation($"{Root}.means", "REQUIRED", "A full assessment is made from the person's means.");
        if (!isFull && assessment.Means is not null)
            yield return new Violation($"{Root}.means", "NOT_OF_THIS_KIND", "Only a full assessment has the person's means.");
        if (isLight && assessment.LightTouch is null)
            yield return new Violation($"{Root}.light_touch", "REQUIRED", "A light-touch assessment says what it rests on.");
        if (!isLight && assessment.LightTouch is not null)
            yield return new Violation($"{Root}.light_touch", "NOT_OF_THIS_KIND", "Only a light-touch assessment has this.");
    }

    private static IEnumerable<Violation> AgeFaults(Means means, AgeGroup group)
    {
        if (means.Circumstances.AgeGroup is not AgeGroup.Unspecified && group is not AgeGroup.Unspecified && means.Circumstances.AgeGroup != group)
            yield return new Violation($"{Root}.means.circumstances.age_group", "AGE_DIFFERS", "By the person's birth date they are of another age on that day: leave it out.");
    }

    private static IEnumerable<Violation> LightTouchFaults(LightTouch light)
    {
        if (string.IsNullOrWhiteSpace(light.Evidence))
            yield return new Violation($"{Root}.light_touch.evidence", "REQUIRED", "What it rests on is said in words.");
        if (!light.PersonAgrees)
            yield return new Violation($"{Root}.light_touch.person_agrees", "REQUIRED", "Who does not agree to a light-touch assessment has a full one.");
        var isSmallCharge = light.Ground is LightTouchGround.SmallCharge;
        if (isSmallCharge && light.WeeklyChargePence is 0)
            yield return new Violation($"{Root}.light_touch.weekly_charge_pence", "REQUIRED", "What the person agrees to pay is needed.");
        if (!isSmallCharge && light.WeeklyChargePence > 0)
            yield return new Violation($"{Root}.light_touch.weekly_charge_pence", "NOT_OF_THIS_KIND", "Only a small charge is agreed as an amount.");
    }

    private static IEnumerable<Violation> CorrectionFaults(FinancialAssessment assessment)
    {
        var corrects = assessment.CorrectsFinancialAssessmentId is not "";
        if (corrects && string.IsNullOrWhiteSpace(assessment.CorrectionReason))
            yield return new Violation($"{Root}.correction_reason", "REQUIRED", "What was wrong is said in words.");
        if (!corrects && assessment.CorrectionReason is not "")
            yield return new Violation($"{Root}.correction_reason", "NOT_OF_THIS_KIND", "Only a correction has a reason.");
    }
}
