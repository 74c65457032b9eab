using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>An indicative budget with another figure. The calculation stays as it was, and so does every change before: the person can follow how it came about.</summary>
internal static class Reissue
{
    private const int Whole = 10_000;

    /// <summary>The budget after a change of its figure, before it is stored.</summary>
    public static AllocationMessage Of(AllocationMessage standing, AllocationChange change) => new()
    {
        PersonId = standing.PersonId,
        AssessmentId = standing.AssessmentId,
        EligibilityDecisionId = standing.EligibilityDecisionId,
        Components = { standing.Components },
        AnnualPence = change.ToAnnualPence,
        Cause = change.Cause,
        ReplacesAllocationId = standing.AllocationId,
        Changes = { standing.Changes, change },
        // A challenge that is upheld says what the needs call for; a scaling never does (DOMAIN 7.2).
        UnscaledAnnualPence = Math.Max(standing.UnscaledAnnualPence, change.ToAnnualPence),
    };

    /// <summary>A part of an unscaled figure, rounded half up.</summary>
    public static long Scaled(long unscaledPence, int basisPoints) => (long)((((Int128)unscaledPence * basisPoints) + (Whole / 2)) / Whole);
}
