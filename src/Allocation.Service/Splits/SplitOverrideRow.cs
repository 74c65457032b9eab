using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>A panel's decision as stored.</summary>
internal sealed record SplitOverrideRow(
    Guid Id, Guid PersonId, string LegalBasis, string NeedType, Guid? LineId, DateOnly StartDate, string Parts, string Reason, DateOnly DecisionDate, string DecidedBy,
    string RecordedBy, string Organisation, DateTime CreatedAt)
{
    public SplitOverride ToMessage() => new()
    {
        SplitOverrideId = Id.ToString(),
        PersonId = PersonId.ToString(),
        LegalBasis = Codes.Parse<LegalBasis>(LegalBasis),
        NeedType = Codes.Parse<NeedType>(NeedType),
        LineId = LineId?.ToString() ?? "",
        Parts = { FunderParts.Read(Parts) },
        Reason = Reason,
        DecisionDate = Dates.Text(DecisionDate),
        DecidedBy = DecidedBy,
        StartDate = Dates.Text(StartDate),
        RecordedBy = RecordedBy,
        Organisation = Organisation,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
    };
}
