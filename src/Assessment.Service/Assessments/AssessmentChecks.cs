using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>What an assessment must keep beyond the rules of its single fields. A draft may be unfinished, never contradict itself.</summary>
internal static class AssessmentChecks
{
    /// <summary>The faults of a draft, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(AssessmentMessage draft, DateOnly today) =>
    [
        .. DateFaults(draft, today),
        .. KindFaults(draft),
        .. AssessorFaults(draft.Assessor),
        .. FluctuationFaults(draft),
        .. NeedFaults(draft),
        .. CircumstanceFaults(draft.Circumstances),
        .. Repeated(draft.CareAct?.Outcomes.Select(finding => finding.Outcome), "care_act.outcomes", "outcome"),
        .. Repeated(draft.Carer?.Outcomes.Select(finding => finding.Outcome), "carer.outcomes", "outcome"),
        .. Repeated(draft.Needs.Select(need => (need.Domain, need.NeedType)), "needs", "domain"),
        .. Repeated(draft.ConventionalPackage.Select(line => (line.Service, line.NeedType)), "conventional_package", "service"),
    ];

    private static IEnumerable<Violation> DateFaults(AssessmentMessage draft, DateOnly today)
    {
        if (Dates.Parse(draft.AssessmentDate) > today)
            yield return new Violation("assessment.assessment_date", "NOT_IN_FUTURE", "An assessment is dated today or earlier.");
        if (Dates.ParseOptional(draft.SelfAssessment?.CompletedDate ?? "") > today)
            yield return new Violation("assessment.self_assessment.completed_date", "NOT_IN_FUTURE", "A self-assessment was finished today or earlier.");
    }

    private static IEnumerable<Violation> KindFaults(AssessmentMessage draft)
    {
        var foreign = AssessmentKinds.HeldBy(draft) & ~AssessmentKinds.Of(draft.Kind).Takes;
        if (foreign.HasFlag(AssessedFacts.CareAct))
        {
            yield return OfAnotherKind("care_act", draft.Kind is AssessmentKind.Carer
                ? "A carer's assessment finds a carer's facts (SI 2015/313 reg 3), not an adult's with their four limbs."
                : "An adult's facts belong to an adult's, joint or after-care assessment.");
        }

        if (foreign.HasFlag(AssessedFacts.Carer))
            yield return OfAnotherKind("carer", "A carer's facts belong to the carer's own assessment (Care Act 2014 s10).");
        if (foreign.HasFlag(AssessedFacts.Health))
            yield return OfAnotherKind("health", "Facts of NHS services belong to an assessment that asks about them.");
        if (foreign.HasFlag(AssessedFacts.Aftercare))
            yield return OfAnotherKind("aftercare", "Facts of after-care belong to an after-care or joint assessment.");
        if (foreign.HasFlag(AssessedFacts.Education))
            yield return OfAnotherKind("education", "Facts of special education belong to an education, health and care assessment.");
        foreach (var fault in CaredForFaults(draft))
            yield return fault;
    }

    private static IEnumerable<Violation> CaredForFaults(AssessmentMessage draft)
    {
        var isCarer = draft.Kind is AssessmentKind.Carer;
        if (draft.CaredForPersonId is not "" && !isCarer)
            yield return OfAnotherKind("cared_for_person_id", "Who is cared for is asked in a carer's assessment.");
        if (draft.CaredForElsewhere && !isCarer)
            yield return OfAnotherKind("cared_for_elsewhere", "Who is cared for is asked in a carer's assessment.");
        if (draft.CaredForElsewhere && draft.CaredForPersonId is not "")
            yield return new Violation("assessment.cared_for_elsewhere", "ONE_WAY", "The person who is cared for is on record here, or elsewhere.");
        if (draft.CaredForPersonId is not "" && draft.CaredForPersonId == draft.PersonId)
            yield return new Violation("assessment.cared_for_person_id", "SELF", "A carer cares for somebody else.");
    }

    private static IEnumerable<Violation> AssessorFaults(Assessor? assessor)
    {
        if (assessor is not null && !Registrations.IsNumberOf(assessor.Register, assessor.RegistrationNumber))
            yield return new Violation("assessment.assessor.registration_number", "PATTERN", "Must be a number of the register that is named; empty without one.");
    }

    private static IEnumerable<Violation> FluctuationFaults(AssessmentMessage draft)
    {
        if (draft.Fluctuation is { } fluctuation && draft.PeriodConsideredDays > 0 && fluctuation.BadDaysInPeriod > draft.PeriodConsideredDays)
            yield return new Violation("assessment.fluctuation.bad_days_in_period", "OUT_OF_RANGE", "A period has no more bad days than days.");
    }

    private static IEnumerable<Violation> NeedFaults(AssessmentMessage draft) => draft.Needs
        .Select((need, index) => (need, index))
        .Where(entry => entry.need.TwoCarerMinutes > entry.need.WeeklyMinutes)
        .Select(entry => new Violation(
            $"assessment.needs[{entry.index}].two_carer_minutes", "OUT_OF_RANGE", "Two carers are needed in at most all of the weekly minutes."));

    private static IEnumerable<Violation> CircumstanceFaults(Circumstances? circumstances)
    {
        if (circumstances is null)
            yield break;
        var needsNights = circumstances.NightSupport is NightSupport.OnCall or NightSupport.Sleeping or NightSupport.Waking;
        if (needsNights != circumstances.NightsPerWeek > 0)
            yield return new Violation("assessment.circumstances.nights_per_week", "OUT_OF_RANGE", "Support at night and the nights a week go together.");
        if (circumstances.CannotBeLeftAlone && circumstances.LongestAloneMinutes > 0)
            yield return new Violation("assessment.circumstances.longest_alone_minutes", "OUT_OF_RANGE", "Who cannot be left alone has no time alone.");
    }

    private static Violation OfAnotherKind(string field, string text) => new($"assessment.{field}", "NOT_OF_THIS_KIND", text);

    private static IEnumerable<Violation> Repeated<TKey>(IEnumerable<TKey>? keys, string list, string field)
    {
        var seen = new HashSet<TKey>();
        return (keys ?? [])
            .Select((key, index) => (Known: !seen.Add(key), index))
            .Where(entry => entry.Known)
            .Select(entry => new Violation($"assessment.{list}[{entry.index}].{field}", "DUPLICATE", "This stands in the list already."));
    }
}
