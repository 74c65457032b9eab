using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>What a decision takes the place of.</summary>
/// <param name="SupersededDecisionId">The decision that held until now.</param>
/// <param name="Reason">Why it is decided again.</param>
internal sealed record Redecision(Guid SupersededDecisionId, RedecisionReason Reason)
{
    /// <summary>What a request asks for: null for a first decision.</summary>
    /// <exception cref="Refusal">FIELD_INVALID: one of the two is given without the other.</exception>
    public static Redecision? Asked(string supersededDecisionId, RedecisionReason reason) => (supersededDecisionId, reason) switch
    {
        ("", RedecisionReason.Unspecified) => null,
        ("", _) => throw Refusal.Invalid(new Violation("superseded_decision_id", "REQUIRED", "A re-decision names the decision that it takes the place of.")),
        (_, RedecisionReason.Unspecified) => throw Refusal.Invalid(new Violation("redecision_reason", "REQUIRED", "A re-decision says why.")),
        _ => new Redecision(Guid.Parse(supersededDecisionId), reason),
    };
}
