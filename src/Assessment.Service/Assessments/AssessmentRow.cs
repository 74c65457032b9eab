using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>An assessment as stored: its findings and needs are one document of the contract's JSON.</summary>
internal sealed record AssessmentRow(
    Guid Id, Guid PersonId, string Kind, DateOnly AssessmentDate, string OwnView, string Findings, string State, DateTime? SignedAt, string? SignedBy,
    Guid? CorrectsId, string? CorrectionReason, string? CorrectionExplanation, Guid? CorrectedById,
    DateTime? WithdrawnAt, string? WithdrawalReason, string? WithdrawalExplanation, DateTime? SelfConfirmedAt, string? SelfConfirmedBy, int Version)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public bool IsSigned => State is "SIGNED";

    public bool IsWithdrawn => State is "WITHDRAWN";

    public AssessmentMessage ToMessage()
    {
        var assessment = Parser.Parse<AssessmentMessage>(Findings);
        assessment.AssessmentId = Id.ToString();
        assessment.PersonId = PersonId.ToString();
        assessment.Kind = Codes.Parse<AssessmentKind>(Kind);
        assessment.AssessmentDate = Dates.Text(AssessmentDate);
        assessment.OwnView = OwnView;
        assessment.State = Codes.Parse<AssessmentState>(State);
        assessment.SignTime = At(SignedAt);
        assessment.SignedBy = SignedBy ?? "";
        assessment.Etag = Etag.Of(Version);
        assessment.Correction = CorrectsId is not { } corrected ? null : new AssessmentCorrection
        {
            CorrectedAssessmentId = corrected.ToString(),
            Reason = Codes.Parse<AssessmentCorrectionReason>(CorrectionReason!),
            Explanation = CorrectionExplanation!,
        };
        assessment.CorrectedByAssessmentId = CorrectedById?.ToString() ?? "";
        assessment.Withdrawal = WithdrawnAt is null ? null : new AssessmentWithdrawal
        {
            Reason = Codes.Parse<AssessmentWithdrawalReason>(WithdrawalReason!),
            Explanation = WithdrawalExplanation!,
            WithdrawTime = At(WithdrawnAt),
        };
        if (assessment.Advocacy is { } advocacy)
            advocacy.AdvocateNeeded = Signature.NeedsAdvocate(advocacy);
        if (assessment.SelfAssessment is { } self)
            (self.ConfirmTime, self.ConfirmedBy) = (At(SelfConfirmedAt), SelfConfirmedBy ?? "");
        return assessment;
    }

    /// <summary>What of an assessment has no column of its own and is not worked out.</summary>
    public static string FindingsOf(AssessmentMessage assessment)
    {
        var findings = assessment.Clone();
        findings.AssessmentId = findings.PersonId = findings.AssessmentDate = findings.OwnView = "";
        findings.SignedBy = findings.Etag = findings.CorrectedByAssessmentId = "";
        findings.Kind = AssessmentKind.Unspecified;
        findings.State = AssessmentState.Unspecified;
        findings.SignTime = null;
        findings.Correction = null;
        findings.Withdrawal = null;
        if (findings.Advocacy is { } advocacy)
            advocacy.AdvocateNeeded = false;
        if (findings.SelfAssessment is { } self)
            (self.ConfirmTime, self.ConfirmedBy) = (null, "");
        return JsonFormatter.Default.Format(findings);
    }

    private static Timestamp? At(DateTime? instant) => instant is { } given ? Timestamp.FromDateTime(given) : null;
}
