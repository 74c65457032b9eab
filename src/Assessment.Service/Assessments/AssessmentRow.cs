using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>An assessment as stored: its findings and needs are one document of the contract's JSON.</summary>
internal sealed record AssessmentRow(
    Guid Id, Guid PersonId, string Kind, DateOnly AssessmentDate, string OwnView, string Findings, string State, DateTime? SignedAt, int Version)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public bool IsSigned => State is "SIGNED";

    public AssessmentMessage ToMessage()
    {
        var assessment = Parser.Parse<AssessmentMessage>(Findings);
        assessment.AssessmentId = Id.ToString();
        assessment.PersonId = PersonId.ToString();
        assessment.Kind = Codes.Parse<AssessmentKind>(Kind);
        assessment.AssessmentDate = Dates.Text(AssessmentDate);
        assessment.OwnView = OwnView;
        assessment.State = Codes.Parse<AssessmentState>(State);
        assessment.SignTime = SignedAt is { } signed ? Timestamp.FromDateTime(signed) : null;
        assessment.Etag = Etag.Of(Version);
        return assessment;
    }

    /// <summary>What of an assessment has no column of its own.</summary>
    public static string FindingsOf(AssessmentMessage assessment) => JsonFormatter.Default.Format(new AssessmentMessage
    {
        CapacityConsidered = assessment.CapacityConsidered,
        AdvocateConsidered = assessment.AdvocateConsidered,
        PeriodConsideredDays = assessment.PeriodConsideredDays,
        CareAct = assessment.CareAct,
        Carer = assessment.Carer,
        Health = assessment.Health,
        Needs = { assessment.Needs },
    });
}
