using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>A place as stored, with the later record that replaces it and the day on which the next place begins.</summary>
internal sealed record ResidenceRow(
    Guid Id, Guid PersonId, string Kind, string Council, string IntegratedCareBoard, DateOnly StartDate, DateOnly? EndDate, string PlacedByCouncil,
    Guid? ReplacesId, string ReplacementReason, bool RecordedInError, Guid? ReplacedById, DateTime CreatedAt)
{
    public Residence ToMessage() => new()
    {
        ResidenceId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Kind = Codes.Parse<ResidenceKind>(Kind),
        Council = Council,
        IntegratedCareBoard = IntegratedCareBoard,
        StartDate = Dates.Text(StartDate),
        EndDate = Dates.Text(EndDate),
        PlacedByCouncil = PlacedByCouncil,
        ReplacesResidenceId = ReplacesId?.ToString() ?? "",
        ReplacementReason = ReplacementReason,
        RecordedInError = RecordedInError,
        ReplacedByResidenceId = ReplacedById?.ToString() ?? "",
        CreateTime = Timestamp.FromDateTime(CreatedAt),
    };
}
