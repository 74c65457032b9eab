using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>What of a case a model of a kind works from.</summary>
internal static class SampleNeeds
{
    /// <summary>The needs of the profile that a model of the kind serves, or the points as a form would have scored them; null where the kind serves none of them.</summary>
    public static AssessedNeeds? Of(SampleCase one, ModelKind kind) => one.Profile is { } profile
        ? ModelUse.For(profile.EligibleBases, AssessedNeeds.Of(profile)).FirstOrDefault(use => use.Kind == kind)?.Needs
        : new AssessedNeeds(one.Points is 0 ? [] : [new Need { Points = one.Points }]);
}
