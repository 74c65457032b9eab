using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>What allocation reads of a signed assessment: figures and codes, from which every method of DOMAIN 7.1 can work.</summary>
internal static class NeedsProfiles
{
    /// <summary>The profile of a signed assessment.</summary>
    /// <param name="signed">The assessment.</param>
    /// <param name="decision">The latest decision on it, if there is one.</param>
    /// <param name="cluster">The cluster of the clustering that it relies on; empty without one.</param>
    public static NeedsProfile Of(AssessmentMessage signed, EligibilityDecision? decision, string cluster) => new()
    {
        AssessmentId = signed.AssessmentId,
        PersonId = signed.PersonId,
        Needs = { signed.Needs.Select(Counted) },
        EligibleBases = { decision?.Outcomes.Where(outcome => outcome.Eligible).Select(outcome => outcome.LegalBasis) ?? [] },
        Circumstances = signed.Circumstances,
        Pathway = signed.Pathway,
        Cluster = cluster,
        ConventionalPackage = { signed.ConventionalPackage },
    };

    /// <summary>What a carer does lowers a budget only while they are willing and able (statutory guidance 6.15; DOMAIN 7.2).</summary>
    private static Need Counted(Need need)
    {
        var counted = need.Clone();
        if (need.CarerContribution is not CarerContribution.Unspecified && !(need.CarerWilling && need.CarerAble))
            counted.CarerContribution = CarerContribution.None;
        return counted;
    }
}
