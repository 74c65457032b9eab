using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.NeedChanges;

/// <summary>A change of need as stored.</summary>
internal sealed record NeedChangeRow(
    Guid Id, Guid PersonId, string Cause, string ReportedBy, DateOnly ChangeDate, bool Urgent, bool AsCarer, string Account, string State, DateOnly DueDate,
    Guid? ClosedById, string? CloseReason, string? CloseExplanation, DateTime CreatedAt, DateTime? ClosedAt, int Version)
{
    public NeedChange ToMessage() => new()
    {
        NeedChangeId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Cause = Codes.Parse<NeedChangeCause>(Cause),
        ReportedBy = Codes.Parse<NeedChangeReporter>(ReportedBy),
        ChangeDate = Dates.Text(ChangeDate),
        Urgent = Urgent,
        AsCarer = AsCarer,
        Account = Account,
        State = Codes.Parse<NeedChangeState>(State),
        DueDate = Dates.Text(DueDate),
        ClosedByAssessmentId = ClosedById?.ToString() ?? "",
        CloseReason = CloseReason is null ? NeedChangeCloseReason.Unspecified : Codes.Parse<NeedChangeCloseReason>(CloseReason),
        CloseExplanation = CloseExplanation ?? "",
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        CloseTime = ClosedAt is { } closed ? Timestamp.FromDateTime(closed) : null,
        Etag = Etag.Of(Version),
    };
}
