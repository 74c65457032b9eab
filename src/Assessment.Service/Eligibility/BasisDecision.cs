using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>What the rules say of one legal basis.</summary>
/// <param name="Basis">The basis.</param>
/// <param name="Eligible">Whether there are needs to meet.</param>
/// <param name="RightToHave">Whether there is a right to a personal health budget.</param>
/// <param name="Rule">The rule and its source.</param>
/// <param name="RuleVersion">The day from which the rule has said so.</param>
/// <param name="Reasons">Why, in the order of the rule's conditions.</param>
internal sealed record BasisDecision(LegalBasis Basis, bool Eligible, bool RightToHave, string Rule, string RuleVersion, params Reason[] Reasons)
{
    /// <summary>The decision as the contract tells it.</summary>
    public BasisOutcome ToMessage() => new()
    {
        LegalBasis = Basis,
        Eligible = Eligible,
        RightToHave = RightToHave,
        Reasons = { Reasons.Select(reason => reason.Record) },
        ReasonCodes = { Reasons.Select(reason => reason.Code) },
        Rule = Rule,
        RuleVersion = RuleVersion,
    };
}
