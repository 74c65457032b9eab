using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Delegations;

/// <summary>An agreement as stored.</summary>
internal sealed record DelegationRow(
    Guid Id, string Funder, string ApproverFunder, string Kind, string Source, DateOnly StartDate, DateOnly? EndDate, long? UpToPence, string RecordedBy, DateTime CreatedAt,
    int Version)
{
    /// <summary>Whether it lets the other one decide on a share.</summary>
    public bool Covers(string funder, long pence) => Funder == funder && pence <= (UpToPence ?? long.MaxValue);

    public DelegationAgreement ToMessage() => new()
    {
        DelegationAgreementId = Id.ToString(),
        Funder = Funder,
        ApproverFunder = ApproverFunder,
        Kind = Codes.Parse<DelegationKind>(Kind),
        Source = Source,
        StartDate = Dates.Text(StartDate),
        EndDate = Dates.Text(EndDate),
        UpToPence = UpToPence ?? 0,
        RecordedBy = RecordedBy,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(Version),
    };
}
