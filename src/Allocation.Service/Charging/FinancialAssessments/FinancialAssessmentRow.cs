using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Charging.FinancialAssessments;

/// <summary>An assessment as stored: what it rests on and what came out are documents of the contract's JSON.</summary>
internal sealed record FinancialAssessmentRow(
    Guid Id, Guid PersonId, DateOnly EffectiveFrom, string Facts, Guid? CorrectsId, string State, string? Calculation, bool? IsFullCost, long? WeeklyMaximumPence,
    DateOnly? ReviewDate, Guid? ChargingRatesId, Guid? ChargingPolicyId, string? RulesVersion, string DraftedBy, string? CompletedBy, DateTime? CompletedAt, int Version)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public bool IsDraft => State is "DRAFT";

    public bool Stands => State is "COMPLETED";

    /// <summary>The document of what an assessment rests on.</summary>
    public static string FactsOf(FinancialAssessment assessment) => JsonFormatter.Default.Format(new FinancialAssessment
    {
        Method = assessment.Method,
        Means = assessment.Means,
        LightTouch = assessment.LightTouch,
        CorrectionReason = assessment.CorrectionReason,
    });

    /// <summary>What the person pays at most; of a completed assessment.</summary>
    public AssessedContribution Contribution() => new() { IsFullCost = IsFullCost!.Value, WeeklyMaximumPence = WeeklyMaximumPence!.Value };

    public FinancialAssessment ToMessage()
    {
        var assessment = Parser.Parse<FinancialAssessment>(Facts);
        assessment.FinancialAssessmentId = Id.ToString();
        assessment.PersonId = PersonId.ToString();
        assessment.EffectiveFrom = Dates.Text(EffectiveFrom);
        assessment.CorrectsFinancialAssessmentId = CorrectsId?.ToString() ?? "";
        assessment.State = Codes.Parse<FinancialAssessmentState>(State);
        assessment.Calculation = Calculation is null ? null : Parser.Parse<ContributionCalculation>(Calculation);
        assessment.ReviewDate = Dates.Text(ReviewDate);
        assessment.ChargingRatesId = ChargingRatesId?.ToString() ?? "";
        assessment.ChargingPolicyId = ChargingPolicyId?.ToString() ?? "";
        assessment.RulesVersion = RulesVersion ?? "";
        assessment.DraftedBy = DraftedBy;
        assessment.CompletedBy = CompletedBy ?? "";
        assessment.CompleteTime = CompletedAt is { } completed ? Timestamp.FromDateTime(completed) : null;
        assessment.Etag = Etag.Of(Version);
        return assessment;
    }
}

/// <summary>An assessment that is to be looked at again.</summary>
internal sealed record ReviewRow(Guid Id, Guid PersonId, DateOnly EffectiveFrom, DateOnly ReviewDate)
{
    public FinancialAssessmentReview ToMessage() => new()
    {
        FinancialAssessmentId = Id.ToString(),
        PersonId = PersonId.ToString(),
        EffectiveFrom = Dates.Text(EffectiveFrom),
        ReviewDate = Dates.Text(ReviewDate),
    };
}
