using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Offers;

/// <summary>An offer as stored.</summary>
internal sealed record OfferRow(
    Guid Id, Guid PersonId, string Kind, string State, string? DeclineReason, string? DeclineNote, DateTime OfferedAt, DateTime? AnsweredAt,
    int Version)
{
    public Offer ToMessage() => new()
    {
        OfferId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Kind = Codes.Parse<BudgetKind>(Kind),
        State = Codes.Parse<OfferState>(State),
        DeclineReason = DeclineReason is null ? V1.DeclineReason.Unspecified : Codes.Parse<DeclineReason>(DeclineReason),
        DeclineNote = DeclineNote ?? "",
        OfferTime = Timestamp.FromDateTime(OfferedAt),
        AnswerTime = AnsweredAt is { } answered ? Timestamp.FromDateTime(answered) : null,
        Etag = Etag.Of(Version),
    };
}
