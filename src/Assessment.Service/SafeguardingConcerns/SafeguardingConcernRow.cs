using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.SafeguardingConcerns;

/// <summary>What is held about a person.</summary>
internal sealed record HoldsRow(bool HoldPayeeChange, bool RouteMoneyToNotional, bool FreezeEvidence)
{
    public SafeguardingHolds ToMessage() =>
        new() { HoldPayeeChange = HoldPayeeChange, RouteMoneyToNotional = RouteMoneyToNotional, FreezeEvidence = FreezeEvidence };
}

/// <summary>Somebody about whom something is held.</summary>
internal sealed record HeldPersonRow(Guid PersonId, bool HoldPayeeChange, bool RouteMoneyToNotional, bool FreezeEvidence)
{
    public HeldPerson ToMessage() =>
        new() { PersonId = PersonId.ToString(), Holds = new HoldsRow(HoldPayeeChange, RouteMoneyToNotional, FreezeEvidence).ToMessage() };
}

/// <summary>A concern as stored.</summary>
internal sealed record SafeguardingConcernRow(
    Guid Id, Guid PersonId, string Kind, string Description, bool HoldPayeeChange, bool RouteMoneyToNotional, bool FreezeEvidence, string State,
    string RaisedBy, DateTime RaisedAt, DateTime? EnquiryAt, string? Outcome, string Findings, DateTime? ClosedAt, int Version)
{
    public SafeguardingConcern ToMessage() => new()
    {
        SafeguardingConcernId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Kind = Codes.Parse<SafeguardingKind>(Kind),
        Description = Description,
        Holds = new HoldsRow(HoldPayeeChange, RouteMoneyToNotional, FreezeEvidence).ToMessage(),
        State = Codes.Parse<SafeguardingState>(State),
        RaisedBy = RaisedBy,
        RaiseTime = Timestamp.FromDateTime(RaisedAt),
        EnquiryTime = EnquiryAt is { } enquiry ? Timestamp.FromDateTime(enquiry) : null,
        Outcome = Outcome is null ? SafeguardingOutcome.Unspecified : Codes.Parse<SafeguardingOutcome>(Outcome),
        Findings = Findings,
        CloseTime = ClosedAt is { } closed ? Timestamp.FromDateTime(closed) : null,
        Etag = Etag.Of(Version),
    };
}
