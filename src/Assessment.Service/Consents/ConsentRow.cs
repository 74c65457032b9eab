using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Consents;

/// <summary>A consent as stored.</summary>
internal sealed record ConsentRow(
    Guid Id, Guid PersonId, string Purpose, string GivenBy, Guid? RepresentativeId, string Method, DateOnly GivenOn, DateOnly? EndsOn, string SharedWith,
    string? WithdrawnBy, string? WithdrawReason, DateTime? WithdrawnAt, DateTime CreatedAt, int Version)
{
    /// <param name="today">The day on which it is looked at: a consent expires without anybody's doing.</param>
    public Consent ToMessage(DateOnly today) => new()
    {
        ConsentId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Purpose = Codes.Parse<ConsentPurpose>(Purpose),
        GivenBy = Codes.Parse<DecisionMaker>(GivenBy),
        RepresentativeId = RepresentativeId?.ToString() ?? "",
        Method = Codes.Parse<ConsentMethod>(Method),
        GivenDate = Dates.Text(GivenOn),
        EndDate = Dates.Text(EndsOn),
        SharedWith = { SharedWith.Split(',', StringSplitOptions.RemoveEmptyEntries) },
        State = StateOn(today),
        WithdrawnBy = WithdrawnBy is null ? DecisionMaker.Unspecified : Codes.Parse<DecisionMaker>(WithdrawnBy),
        WithdrawReason = WithdrawReason ?? "",
        WithdrawTime = WithdrawnAt is { } withdrawn ? Timestamp.FromDateTime(withdrawn) : null,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(Version),
    };

    private ConsentState StateOn(DateOnly today)
    {
        if (WithdrawnAt is not null)
            return ConsentState.Withdrawn;
        return EndsOn < today ? ConsentState.Expired : ConsentState.InForce;
    }
}
