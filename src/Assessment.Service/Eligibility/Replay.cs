using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>Decides again from the facts and the version of the rules that a decision kept.</summary>
internal static class Replay
{
    /// <summary>What the rules say today of the decision's own facts under its own version.</summary>
    /// <exception cref="Refusal">FACTS_NOT_KEPT.</exception>
    public static ReplayEligibilityDecisionResponse Of(EligibilityDecision decision, DiscretionaryPolicy? policy)
    {
        if (decision.LawVersion is "")
        {
            throw Refusal.Rule(
                "FACTS_NOT_KEPT", "The decision is older than the keeping of all its facts: it cannot be decided again from them.", null,
                ("eligibility_decision_id", decision.EligibilityDecisionId));
        }

        var again = EligibilityRules.Decide(decision.Facts, LawVersions.Known.Named(decision.LawVersion), policy).Select(basis => basis.ToMessage()).ToArray();
        return new ReplayEligibilityDecisionResponse
        {
            Agrees = again.Select(WithoutWords).SequenceEqual(decision.Outcomes.Select(WithoutWords)),
            Outcomes = { again },
        };
    }

    // The record keeps the words that were given; a reason that is worded better since is the same reason.
    private static BasisOutcome WithoutWords(BasisOutcome outcome)
    {
        var bare = outcome.Clone();
        bare.Reasons.Clear();
        return bare;
    }
}
