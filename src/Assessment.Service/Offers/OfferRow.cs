using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Offers;

/// <summary>An offer as stored. An array's column has no narrower type for Dapper than <see cref="Array"/>.</summary>
internal sealed record OfferRow(
    Guid Id, Guid PersonId, string Kind, string State, string? DeclineReason, string? DeclineNote, DateTime OfferedAt, DateTime? AnsweredAt,
    string LegalBasis, string Origin, string? RequestedBy, DateOnly? ExpiresOn, string? PreferredManagement, string? DecidedManagement,
    Array ManagementReasons, string? Decision, string? RefusalReason, Guid? NoticeId, string? WithdrawalReason, int Version)
{
    public LegalBasis Basis => Codes.Parse<LegalBasis>(LegalBasis);

    /// <summary>Whether the person has a right to it: as the law was on the day on which it was made or asked for.</summary>
    public bool IsRight => RightToHave.Exists(Basis, LondonTime.DateOf(new DateTimeOffset(OfferedAt)));

    /// <summary>Where it stands on a day: an offer ends with its last day, whether or not the sweep has been by.</summary>
    public OfferState StateOn(DateOnly today) => State is "OFFERED" && ExpiresOn < today ? OfferState.Expired : Codes.Parse<OfferState>(State);

    public Offer ToMessage(DateOnly today) => new()
    {
        OfferId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Kind = Codes.Parse<BudgetKind>(Kind),
        State = StateOn(today),
        DeclineReason = Parse<DeclineReason>(DeclineReason),
        DeclineNote = DeclineNote ?? "",
        OfferTime = Timestamp.FromDateTime(OfferedAt),
        AnswerTime = AnsweredAt is { } answered ? Timestamp.FromDateTime(answered) : null,
        LegalBasis = Basis,
        RightToHave = IsRight,
        Origin = Codes.Parse<OfferOrigin>(Origin),
        RequestedBy = Parse<RequestedBy>(RequestedBy),
        ExpireDate = Dates.Text(ExpiresOn),
        PreferredManagement = Parse<Management>(PreferredManagement),
        DecidedManagement = Parse<Management>(DecidedManagement),
        ManagementReasons = { (string[])ManagementReasons },
        Decision = Parse<OfferDecision>(Decision),
        RefusalReason = Parse<RefusalReason>(RefusalReason),
        NoticeId = NoticeId?.ToString() ?? "",
        WithdrawalReason = Parse<WithdrawalReason>(WithdrawalReason),
        Etag = Etag.Of(Version),
    };

    private static T Parse<T>(string? code) where T : struct, System.Enum => code is null ? default : Codes.Parse<T>(code);
}
