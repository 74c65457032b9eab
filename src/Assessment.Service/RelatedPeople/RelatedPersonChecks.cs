using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.RelatedPeople;

/// <summary>What a record of somebody around a person must keep by itself.</summary>
internal static class RelatedPersonChecks
{
    /// <summary>All faults at once.</summary>
    public static IReadOnlyList<Violation> Faults(RelatedPerson related, DateOnly today) =>
        [.. OfName(related), .. OfKind(related), .. OfRepresentation(related.Representation, today), .. OfNomination(related.Nomination, today), .. OfCheck(related, today)];

    private static IEnumerable<Violation> OfName(RelatedPerson related)
    {
        var isIndividual = related.FamilyName is not "";
        var isOrganisation = related.OrganisationName is not "";
        if (!isIndividual && (related.Kind is RelatedPersonKind.Carer || !isOrganisation))
            yield return Fault("family_name", "REQUIRED", "An individual has a family name; an organisation that acts has a name.");
        if (isOrganisation && isIndividual && related.Kind is not RelatedPersonKind.Advocate)
            yield return Fault("organisation_name", "ONE_WAY", "An individual or an organisation acts, not both.");
        if (isOrganisation && related.Kind is RelatedPersonKind.Carer)
            yield return Fault("organisation_name", "NOT_OF_THIS_KIND", "A carer is an individual.");
        if (isIndividual && related.Relationship is Relationship.Unspecified && related.Kind is not RelatedPersonKind.Advocate)
            yield return Fault("relationship", "REQUIRED", "What they are to the person is needed of an individual.");
    }

    private static IEnumerable<Violation> OfKind(RelatedPerson related)
    {
        (string Field, bool IsGiven, RelatedPersonKind Kind)[] parts =
        [
            ("representation", related.Representation is not null, RelatedPersonKind.Representative),
            ("nomination", related.Nomination is not null, RelatedPersonKind.Nominee),
            ("advocate_role", related.AdvocateRole is not AdvocateRole.Unspecified, RelatedPersonKind.Advocate),
        ];
        foreach (var (field, isGiven, kind) in parts)
        {
            if (isGiven && related.Kind != kind)
                yield return Fault(field, "NOT_OF_THIS_KIND", "Somebody of this kind does not have it.");
            if (!isGiven && related.Kind == kind)
                yield return Fault(field, "REQUIRED", "Somebody of this kind needs it.");
        }

        if (related.SuitabilityCheck is not null && !RelatedPersonRules.Acts(related.Kind))
            yield return Fault("suitability_check", "NOT_OF_THIS_KIND", "Only those who act for the person are checked.");
    }

    private static IEnumerable<Violation> OfRepresentation(Representation? representation, DateOnly today)
    {
        if (representation is null)
            yield break;
        if (Dates.ParseOptional(representation.ValidTo) < Dates.Parse(representation.ValidFrom))
            yield return Fault("representation.valid_to", "BEFORE_START", "This lies before the first day of the authority.");
        if (Dates.ParseOptional(representation.AuthoritySeenDate) > today)
            yield return NotYet("representation.authority_seen_date");
    }

    private static IEnumerable<Violation> OfNomination(Nomination? nomination, DateOnly today)
    {
        if (nomination is null)
            yield break;
        var byRepresentative = nomination.NominatedBy is DecisionMaker.Representative;
        if (byRepresentative && nomination.RepresentativeId is "")
            yield return Fault("nomination.representative_id", "REQUIRED", "Which representative nominates?");
        if (!byRepresentative && nomination.RepresentativeId is not "")
            yield return Fault("nomination.representative_id", "NOT_OF_THIS_KIND", "The person nominates, hence no representative does.");
        var named = Dates.Parse(nomination.NominationDate);
        var agreed = Dates.ParseOptional(nomination.NomineeAgreeDate);
        if (named > today)
            yield return NotYet("nomination.nomination_date");
        if (agreed > today)
            yield return NotYet("nomination.nominee_agree_date");
        if (agreed < named)
            yield return Fault("nomination.nominee_agree_date", "BEFORE_START", "The nominee agrees to a nomination that has been made.");
    }

    private static IEnumerable<Violation> OfCheck(RelatedPerson related, DateOnly today)
    {
        if (related.SuitabilityCheck is not { } check)
            yield break;
        if (check.Kind is SuitabilityCheckKind.OrganisationEquivalent != related.FamilyName is "")
            yield return Fault("suitability_check.kind", "NOT_OF_THIS_KIND", "An individual has a criminal record certificate, an organisation its own proof.");
        if (Dates.Parse(check.CheckDate) > today)
            yield return NotYet("suitability_check.check_date");
    }

    private static Violation NotYet(string field) => Fault(field, "NOT_IN_FUTURE", "What has not happened yet is not recorded.");

    private static Violation Fault(string field, string reason, string text) => new($"related_person.{field}", reason, text);
}
