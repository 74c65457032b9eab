using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.AftercareEndings;

/// <summary>An ending as stored; its decisions are rows of their own.</summary>
internal sealed record AftercareEndingRow(
    Guid Id, Guid PersonId, Guid LegalStatusId, string Council, string IntegratedCareBoard, DateOnly ConsultationDate, string PersonView, string CarerView, string State,
    DateOnly? EndDate, string SetAsideReason, DateTime CreatedAt, int Version)
{
    public bool IsOpen => State == AftercareEndingState.Open.Code();

    public AftercareEnding ToMessage(IEnumerable<AftercareDecisionRow> decisions) => new()
    {
        AftercareEndingId = Id.ToString(),
        PersonId = PersonId.ToString(),
        LegalStatusId = LegalStatusId.ToString(),
        Council = Council,
        IntegratedCareBoard = IntegratedCareBoard,
        ConsultationDate = Dates.Text(ConsultationDate),
        PersonView = PersonView,
        CarerView = CarerView,
        State = Codes.Parse<AftercareEndingState>(State),
        Decisions = { decisions.Select(decision => decision.ToMessage()) },
        EndDate = Dates.Text(EndDate),
        SetAsideReason = SetAsideReason,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(Version),
    };
}

/// <summary>One body's decision as stored.</summary>
internal sealed record AftercareDecisionRow(
    Guid EndingId, string Body, bool Satisfied, DateOnly DecisionDate, string Reasons, string WrittenDecisionReference, string DecidedBy, DateTime RecordedAt)
{
    public AftercareDecision ToMessage() => new()
    {
        Body = Codes.Parse<AftercareBody>(Body),
        Satisfied = Satisfied,
        DecisionDate = Dates.Text(DecisionDate),
        Reasons = Reasons,
        WrittenDecisionReference = WrittenDecisionReference,
        RecordTime = Timestamp.FromDateTime(RecordedAt),
    };
}
