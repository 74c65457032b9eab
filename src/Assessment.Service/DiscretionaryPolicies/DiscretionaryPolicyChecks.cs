using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.DiscretionaryPolicies;

/// <summary>What a policy must keep beyond the rules of its single fields.</summary>
internal static class DiscretionaryPolicyChecks
{
    // DOMAIN 8.1: 9 is blank and invalid.
    private const int LastCluster = 21, BlankCluster = 9;

    /// <summary>The faults of a policy, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(DiscretionaryPolicy policy, DateOnly today) =>
    [
        .. Dates.Parse(policy.ValidFrom) < today
            ? [new Violation("discretionary_policy.valid_from", "IN_PAST", "What was decided already stays decided: a policy begins today or later.")]
            : Array.Empty<Violation>(),
        .. ClusterFaults(policy.Clusters, "clusters"),
        .. ClusterFaults(policy.ExcludedClusters, "excluded_clusters"),
        .. policy.MaximumAge > 0 && policy.MaximumAge < policy.MinimumAge
            ? [new Violation("discretionary_policy.maximum_age", "BELOW_MINIMUM", "The oldest age is not below the youngest.")]
            : Array.Empty<Violation>(),
    ];

    private static IEnumerable<Violation> ClusterFaults(IEnumerable<int> clusters, string field) => clusters.Index()
        .Where(entry => entry.Item is < 0 or > LastCluster or BlankCluster)
        .Select(entry => new Violation($"discretionary_policy.{field}[{entry.Index}]", "NOT_A_CLUSTER", "Care clusters are 0 to 21, without 9."));
}
