using PersonalBudgets.Assessment.Capacity;
using PersonalBudgets.Assessment.ChcChecklists;
using PersonalBudgets.Assessment.Clusterings;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>What an assessment names must be there, and be of the person whom it is about.</summary>
internal static class AssessmentReferences
{
    /// <summary>The names that lead nowhere.</summary>
    public static async Task<IReadOnlyList<Violation>> FaultsAsync(Session work, AssessmentMessage assessment)
    {
        var faults = new List<Violation>();
        if (assessment.CaredForPersonId is not "" && !await PersonStore.ExistsAsync(work, Guid.Parse(assessment.CaredForPersonId)))
            faults.Add(Unknown("cared_for_person_id", "The programme has no such person."));
        if (assessment.ClusteringId is not "" && !await ClusteringStore.IsOfAsync(work, Guid.Parse(assessment.PersonId), Guid.Parse(assessment.ClusteringId)))
            faults.Add(Unknown("clustering_id", "The person has no such clustering."));
        if (assessment.CapacityFindingId is not "" && !await CapacityStore.IsOfAsync(work, Guid.Parse(assessment.PersonId), Guid.Parse(assessment.CapacityFindingId)))
            faults.Add(Unknown("capacity_finding_id", "There is no such finding about the person's capacity."));
        if (assessment.ChcChecklistId is not "" && !await ChcChecklistStore.IsOfAsync(work, Guid.Parse(assessment.PersonId), Guid.Parse(assessment.ChcChecklistId)))
            faults.Add(Unknown("chc_checklist_id", "The person has no such checklist."));
        return faults;
    }

    private static Violation Unknown(string field, string text) => new($"assessment.{field}", "UNKNOWN_RECORD", text);
}
