using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.RelatedPeople;

/// <summary>Somebody around a person as stored.</summary>
internal sealed record RelatedPersonRow(
    Guid Id, Guid PersonId, string State, string Details, string? FirstAgreedBy, string? EndReason, string? EndNote,
    DateTime CreatedAt, DateTime? AgreedAt, DateTime? EndedAt, int Version)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public RelatedPerson ToMessage()
    {
        var related = Parser.Parse<RelatedPerson>(Details);
        related.RelatedPersonId = Id.ToString();
        related.PersonId = PersonId.ToString();
        related.State = Codes.Parse<RelatedPersonState>(State);
        related.NeededCheck = RelatedPersonRules.NeededCheck(related);
        related.SecondPersonRules.Add(RelatedPersonRules.SecondPersonRules(related));
        related.ConnectedPerson = CloseFamily.IsConnected(related);
        related.MayApproveEvidence = related.SecondPersonRules.Count is 0;
        related.EndReason = EndReason is null ? RelatedPersonEndReason.Unspecified : Codes.Parse<RelatedPersonEndReason>(EndReason);
        related.EndNote = EndNote ?? "";
        related.CreateTime = Timestamp.FromDateTime(CreatedAt);
        related.AgreeTime = Instant(AgreedAt);
        related.EndTime = Instant(EndedAt);
        related.Etag = Etag.Of(Version);
        return related;
    }

    /// <summary>The document that holds what the caller gives.</summary>
    public static string DetailsOf(RelatedPerson related) => JsonFormatter.Default.Format(Given(related));

    /// <summary>What the caller gives, without what the server works out or keeps in columns.</summary>
    public static RelatedPerson Given(RelatedPerson related) => new()
    {
        Kind = related.Kind,
        GivenName = related.GivenName,
        FamilyName = related.FamilyName,
        OrganisationName = related.OrganisationName,
        Contact = related.Contact,
        Relationship = related.Relationship,
        LivesInHousehold = related.LivesInHousehold,
        InvolvedInCare = related.InvolvedInCare,
        PaidFromBudget = related.PaidFromBudget,
        Representation = related.Representation,
        Nomination = related.Nomination,
        AdvocateRole = related.AdvocateRole,
        SuitabilityCheck = related.SuitabilityCheck,
    };

    private static Timestamp? Instant(DateTime? instant) => instant is { } given ? Timestamp.FromDateTime(given) : null;
}
