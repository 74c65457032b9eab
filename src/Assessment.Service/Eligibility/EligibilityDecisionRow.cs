using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>A decision as stored: its outcomes are one document of the contract's JSON.</summary>
internal sealed record EligibilityDecisionRow(Guid Id, Guid AssessmentId, Guid PersonId, string Outcomes, bool BudgetGoesAhead, DateTime DecidedAt)
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
        return decision;
    }

    /// <summary>The document that holds the outcomes.</summary>
    public static string OutcomesOf(IReadOnlyList<BasisOutcome> outcomes) =>
        JsonFormatter.Default.Format(new EligibilityDecision { Outcomes = { outcomes } });
}
