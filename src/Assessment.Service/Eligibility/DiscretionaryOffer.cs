using System.Globalization;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// A personal health budget at the body's discretion (DOMAIN 3.1): the team sees a benefit, the person said yes, and the local policy is met where there
/// is one (DOMAIN 1.1, C21). What it would cost is no part of it.
/// </summary>
internal static class DiscretionaryOffer
{
    /// <summary>Decides on the team's finding, the person's answer and the local policy.</summary>
    public static BasisDecision Decide(EligibilityFacts facts, bool benefitFound, DiscretionaryPolicy? policy)
    {
        var benefit = benefitFound ? Reasons.DiscretionaryBenefit : Reasons.DiscretionaryNoBenefit;
        var answer = facts.OfferAccepted ? Reasons.DiscretionaryAccepted : Reasons.DiscretionaryNotAccepted;
        var eligible = benefitFound && facts.OfferAccepted;
        if (policy is null)
            return new BasisDecision(LegalBasis.Discretionary, eligible, false, "NHS guidance: personal health budgets beyond the right to have", "2014-10-01", benefit, answer);

        var met = IsMet(policy, facts);
        return new BasisDecision(
            LegalBasis.Discretionary, eligible && met, false, policy.Source, policy.ValidFrom, benefit, answer,
            ReasonWords.Known.Of(met ? "DISCRETIONARY_POLICY_MET" : "DISCRETIONARY_POLICY_NOT_MET", ("policy", policy.Title)));
    }

    /// <summary>Whether every condition of a policy is met.</summary>
    public static bool IsMet(DiscretionaryPolicy policy, EligibilityFacts facts)
    {
        var cluster = facts.Cluster is "" ? (int?)null : int.Parse(facts.Cluster, CultureInfo.InvariantCulture);
        return (policy.Clusters.Count is 0 || (cluster is { } one && policy.Clusters.Contains(one)))
            && (cluster is not { } other || !policy.ExcludedClusters.Contains(other))
            && facts.AgeYears >= policy.MinimumAge
            && (policy.MaximumAge is 0 || facts.AgeYears <= policy.MaximumAge);
    }
}
