using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>What an assessment must keep beyond the rules of its single fields.</summary>
internal static class AssessmentChecks
{
    /// <summary>The faults of a draft, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(AssessmentMessage draft, DateOnly today) =>
    [
        .. DateFaults(draft, today),
        .. KindFaults(draft),
        .. Repeated(draft.CareAct?.Outcomes.Select(finding => finding.Outcome), "care_act.outcomes", "outcome"),
        .. Repeated(draft.Carer?.Outcomes.Select(finding => finding.Outcome), "carer.outcomes", "outcome"),
        .. Repeated(draft.Needs.Select(need => (need.Domain, need.NeedType)), "needs", "domain"),
    ];

    /// <summary>
    /// What a signature still needs (DOMAIN 2): own view, capacity, advocate, needs, and the facts that the kind of
    /// assessment exists to find. The subject of each is the field.
    /// </summary>
    public static IReadOnlyList<BrokenRule> Missing(AssessmentMessage draft)
    {
        var missing = new List<BrokenRule>();
        if (string.IsNullOrWhiteSpace(draft.OwnView))
            missing.Add(Needed("own_view", "The person's own view of their needs is recorded.", "Care Act 2014 s9(5)"));
        if (!draft.CapacityConsidered)
            missing.Add(Needed("capacity_considered", "The person's capacity for this decision is considered.", "Mental Capacity Act 2005 s2"));
        if (!draft.AdvocateConsidered)
            missing.Add(Needed("advocate_considered", "Advocacy is considered.", "Care Act 2014 s67"));
        if (draft.Needs.Count is 0)
            missing.Add(Needed("needs", "At least one need is recorded, be its level 0."));
        if (draft.Kind is AssessmentKind.Adult or AssessmentKind.Joint && draft.CareAct is null)
            missing.Add(Needed("care_act", "The facts of an adult's eligibility are found.", "SI 2015/313 reg 2"));
        if (draft.Kind is AssessmentKind.Carer && draft.Carer is null)
            missing.Add(Needed("carer", "The facts of a carer's eligibility are found.", "SI 2015/313 reg 3"));
        return missing;
    }

    private static BrokenRule Needed(string field, string text, string? source = null) => new("ASSESSMENT_INCOMPLETE", field, text, source);

    private static IEnumerable<Violation> DateFaults(AssessmentMessage draft, DateOnly today)
    {
        if (Dates.Parse(draft.AssessmentDate) > today)
            yield return new Violation("assessment.assessment_date", "NOT_IN_FUTURE", "An assessment is dated today or earlier.");
    }

    private static IEnumerable<Violation> KindFaults(AssessmentMessage draft)
    {
        var carer = draft.Kind is AssessmentKind.Carer;
        if (carer && draft.CareAct is not null)
            yield return OfAnotherKind("care_act", "A carer's assessment finds a carer's facts (SI 2015/313 reg 3), not an adult's.");
        if (carer && draft.Health is not null)
            yield return OfAnotherKind("health", "A carer's assessment finds a carer's facts, not those of NHS services.");
        if (!carer && draft.Carer is not null)
            yield return OfAnotherKind("carer", "A carer's facts belong to the carer's own assessment (Care Act 2014 s10).");
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
