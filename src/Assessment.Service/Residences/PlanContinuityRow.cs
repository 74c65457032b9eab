using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>A continuity as stored.</summary>
internal sealed record PlanContinuityRow(
    Guid Id, Guid PersonId, Guid ResidenceId, DateOnly MoveDate, string FromCouncil, string ToCouncil, string? EndCode, Guid? AssessmentId, DateTime OpenedAt,
    DateTime? ClosedAt, int Version)
{
    public PlanContinuity ToMessage() => new()
    {
        PlanContinuityId = Id.ToString(),
        PersonId = PersonId.ToString(),
        ResidenceId = ResidenceId.ToString(),
        MoveDate = Dates.Text(MoveDate),
        FromCouncil = FromCouncil,
        ToCouncil = ToCouncil,
        State = ClosedAt is null ? PlanContinuityState.Open : PlanContinuityState.Closed,
        End = EndCode is null ? PlanContinuityEnd.Unspecified : Codes.Parse<PlanContinuityEnd>(EndCode),
        AssessmentId = AssessmentId?.ToString() ?? "",
        OpenTime = Timestamp.FromDateTime(OpenedAt),
        CloseTime = ClosedAt is { } closed ? Timestamp.FromDateTime(closed) : null,
        Etag = Etag.Of(Version),
    };
}
