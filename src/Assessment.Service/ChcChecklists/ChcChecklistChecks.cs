using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.ChcChecklists;

/// <summary>What a checklist must keep beyond the rules of its single fields.</summary>
internal static class ChcChecklistChecks
{
    private const int FromYears = 16;

    /// <summary>The faults of a checklist, all at once. Eleven answers without one twice are all eleven domains.</summary>
    public static IReadOnlyList<Violation> Faults(ChcChecklist checklist, DateOnly today)
    {
        var faults = new List<Violation>();
        if (Dates.Parse(checklist.ChecklistDate) > today)
            faults.Add(new Violation("chc_checklist.checklist_date", "NOT_IN_FUTURE", "A checklist is dated today or earlier."));
        var seen = new HashSet<ChcDomain>();
        for (var index = 0; index < checklist.Answers.Count; index++)
        {
            if (!seen.Add(checklist.Answers[index].Domain))
                faults.Add(new Violation($"chc_checklist.answers[{index}].domain", "DUPLICATE", "This stands in the list already."));
        }

        return faults;
    }

    /// <summary>Makes sure that the person can be screened for adults' continuing healthcare.</summary>
    /// <exception cref="Refusal">CHC_NOT_FOR_AGE.</exception>
    public static void RequireAge(ChcChecklist checklist, DateOnly birthDate)
    {
        if (Age.InYears(birthDate, Dates.Parse(checklist.ChecklistDate)) < FromYears)
        {
            throw Refusal.Rule(
                "CHC_NOT_FOR_AGE", "The checklist screens from 16, ahead of adulthood; children's continuing care has an assessment of its own.",
                "National Framework for NHS Continuing Healthcare, transition");
        }
    }
}
