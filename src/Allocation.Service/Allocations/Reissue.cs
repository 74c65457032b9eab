using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>An indicative budget with another figure. The calculation stays as it was, and so does every change before: the person can follow how it came about.</summary>
internal static class Reissue
{
    /// <summary>The budget after a change of its figure, before it is stored. Each model's part of it, and each funder's of that, keep their proportions.</summary>
    /// <param name="standing">The budget before.</param>
    /// <param name="change">What changes its figure.</param>
    /// <param name="policy">What stands beside the ongoing figure.</param>
    public static AllocationMessage Of(AllocationMessage standing, AllocationChange change, BudgetComponentSettings policy)
    {
        var reissued = Changed(standing, change);
        BudgetParts.Fill(reissued, FunderWeights.KeptWith(standing), policy);
        return reissued;
    }

    /// <summary>A part of an unscaled figure, rounded half up.</summary>
    public static long Scaled(long unscaledPence, int basisPoints) => Exact.Of(unscaledPence).Times(basisPoints).Rounded;

    private static AllocationMessage Changed(AllocationMessage standing, AllocationChange change) => new()
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
        OtherPublicMoney = { standing.OtherPublicMoney },
    };
}
