using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>A decision as stored: its outcomes and its facts are documents of the contract's JSON.</summary>
internal sealed record EligibilityDecisionRow(
    Guid Id, Guid AssessmentId, Guid PersonId, string Outcomes, string Facts, string? LawVersion, Guid? DiscretionaryPolicyId, bool BudgetGoesAhead, Guid? SupersededDecisionId,
    string? RedecisionReason, bool Superseded, bool Overturned, DateTime DecidedAt)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public EligibilityDecision ToMessage()
    {
        var decision = Parser.Parse<EligibilityDecision>(Outcomes);
        decision.EligibilityDecisionId = Id.ToString();
        decision.AssessmentId = AssessmentId.ToString();
        decision.PersonId = PersonId.ToString();
        decision.BudgetGoesAhead = BudgetGoesAhead;
        decision.DecideTime = Timestamp.FromDateTime(DecidedAt);
        decision.SupersededDecisionId = SupersededDecisionId?.ToString() ?? "";
        decision.RedecisionReason = RedecisionReason is null ? V1.RedecisionReason.Unspecified : Codes.Parse<RedecisionReason>(RedecisionReason);
        (decision.Holds, decision.Overturned) = (!Superseded && !Overturned, Overturned);
        decision.LawVersion = LawVersion ?? "";
        decision.DiscretionaryPolicyId = DiscretionaryPolicyId?.ToString() ?? "";
        decision.Facts = LawVersion is null ? null : Parser.Parse<EligibilityFacts>(Facts);
        return decision;
    }

    /// <summary>The document that holds the outcomes.</summary>
    public static string OutcomesOf(IReadOnlyList<BasisDecision> bases) =>
        JsonFormatter.Default.Format(new EligibilityDecision { Outcomes = { bases.Select(basis => basis.ToMessage()) } });
}
