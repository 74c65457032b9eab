using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>A section as stored, with the later record that replaces it.</summary>
internal sealed record LegalStatusRow(
    Guid Id, Guid PersonId, string Section, DateOnly StartDate, DateOnly? EndDate, string? EndCode, DateOnly? LeftHospitalDate, DateOnly? ApplicationDate,
    Guid? FollowsId, Guid? ReplacesId, string ReplacementReason, bool RecordedInError, Guid? ReplacedById, DateTime CreatedAt)
{
    public LegalStatus ToMessage() => new()
    {
        LegalStatusId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Section = Codes.Parse<MentalHealthActSection>(Section),
        StartDate = Dates.Text(StartDate),
        EndDate = Dates.Text(EndDate),
        End = EndCode is null ? LegalStatusEnd.Unspecified : Codes.Parse<LegalStatusEnd>(EndCode),
        LeftHospitalDate = Dates.Text(LeftHospitalDate),
        ApplicationDate = Dates.Text(ApplicationDate),
        FollowsLegalStatusId = FollowsId?.ToString() ?? "",
        ReplacesLegalStatusId = ReplacesId?.ToString() ?? "",
        ReplacementReason = ReplacementReason,
        RecordedInError = RecordedInError,
        ReplacedByLegalStatusId = ReplacedById?.ToString() ?? "",
        CreateTime = Timestamp.FromDateTime(CreatedAt),
    };
}
