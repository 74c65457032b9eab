using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.InterimArrangements;

/// <summary>An interim arrangement as stored.</summary>
internal sealed record InterimArrangementRow(
    Guid Id, Guid PersonId, string Basis, string Reason, long CapPence, DateOnly StartOn, DateOnly EndOn, string Funder, DateOnly? FastTrackOn,
    DateOnly? DischargeOn, string? DisputedWith, string AuthorisedBy, DateTime AuthorisedAt, Guid NoticeId, string? EndReason, DateOnly? EndedOn,
    Guid? PlanId, string? Liable, long? BackChargePence, DateOnly? SettledOn, int Version)
{
    /// <summary>Where it stands on a day.</summary>
    public InterimArrangementState StateOn(DateOnly today) =>
        EndedOn is not null ? InterimArrangementState.Ended : EndOn < today ? InterimArrangementState.Lapsed : InterimArrangementState.InForce;

    public InterimArrangement ToMessage(DateOnly today) => new()
    {
        InterimArrangementId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Basis = Codes.Parse<InterimBasis>(Basis),
        Reason = Reason,
        CapPence = CapPence,
        StartDate = Dates.Text(StartOn),
        EndDate = Dates.Text(EndOn),
        Funder = Funder,
        FastTrackDate = Dates.Text(FastTrackOn),
        DischargeDate = Dates.Text(DischargeOn),
        DisputedWith = DisputedWith ?? "",
        State = StateOn(today),
        AuthorisedBy = AuthorisedBy,
        AuthoriseTime = Timestamp.FromDateTime(AuthorisedAt),
        NoticeId = NoticeId.ToString(),
        Ending = EndedOn is { } ended
            ? new InterimEnding { Reason = Codes.Parse<InterimEndReason>(EndReason!), Date = Dates.Text(ended), PlanId = PlanId?.ToString() ?? "" }
            : null,
        Settlement = SettledOn is { } settled
            ? new InterimSettlement { Liable = Liable, BackChargePence = BackChargePence!.Value, Date = Dates.Text(settled) }
            : null,
        Etag = Etag.Of(Version),
    };
}
