using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>What of a needs profile a model works from: nobody's id, so that a simulation has the same to work from as an issue.</summary>
/// <param name="Needs">The needs by domain; a carer who is not both willing and able contributes nothing here.</param>
/// <param name="Circumstances">What there is to know beside them; null where nothing was recorded.</param>
/// <param name="Cluster">The care cluster, `0` to `21`; empty without one.</param>
/// <param name="Pathway">The care pathway; empty without one.</param>
/// <param name="Package">The conventional package; may be empty.</param>
internal sealed record AssessedNeeds(
    IReadOnlyList<Need> Needs, Circumstances? Circumstances = null, string Cluster = "", string Pathway = "", params IReadOnlyList<PackageLine> Package)
{
    /// <summary>Those of a signed assessment.</summary>
    public static AssessedNeeds Of(NeedsProfile profile) =>
        new(profile.Needs, profile.Circumstances, profile.Cluster, profile.Pathway, profile.ConventionalPackage);

    /// <summary>Those of nobody in particular. Assessment leaves carers out who are not willing and able; here nobody did.</summary>
    public static AssessedNeeds Of(SimulatedProfile profile) =>
        new([.. profile.Needs.Select(Counted)], profile.Circumstances, profile.Cluster, profile.Pathway, profile.ConventionalPackage);

    private static Need Counted(Need need)
    {
        if (need.CarerContribution is CarerContribution.Unspecified || (need.CarerWilling && need.CarerAble))
            return need;
        var counted = need.Clone();
        counted.CarerContribution = CarerContribution.None;
        return counted;
    }
}
