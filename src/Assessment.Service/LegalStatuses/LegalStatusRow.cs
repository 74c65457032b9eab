using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>A section as stored.</summary>
internal sealed record LegalStatusRow(
    Guid Id, Guid PersonId, string Section, DateOnly StartDate, DateOnly? EndDate, DateOnly? LeftHospitalDate, DateOnly? AftercareEndDate,
    DateTime CreatedAt, int Version)
{
    public LegalStatus ToMessage() => new()
    {
        LegalStatusId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Section = Codes.Parse<MentalHealthActSection>(Section),
        StartDate = Dates.Text(StartDate),
        EndDate = Dates.Text(EndDate),
        LeftHospitalDate = Dates.Text(LeftHospitalDate),
        AftercareEndDate = Dates.Text(AftercareEndDate),
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(Version),
    };
}
