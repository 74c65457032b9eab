using PersonalBudgets.Assessment.Capacity;
using PersonalBudgets.Assessment.Consents;
using PersonalBudgets.Assessment.ExclusionFlags;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.RelatedPeople;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.DirectPayments;

/// <summary>What is on record about a person today, for a decision about direct payments.</summary>
/// <param name="Facts">What everybody who sees the decision sees.</param>
/// <param name="Flags">The flags in force today.</param>
/// <param name="ChangeOn">The next day on which any of it changes by itself; null where none is known.</param>
/// <param name="PersonVersion">The version of the person's own record.</param>
internal sealed record KnownFacts(DirectPaymentFacts Facts, IReadOnlyList<ExclusionFlag> Flags, DateOnly? ChangeOn, int PersonVersion)
{
    /// <summary>Gathers them. The person must be locked, so that nothing of it changes before the decision is kept.</summary>
    public static async Task<KnownFacts> GatherAsync(Session work, Guid personId, IEnumerable<DirectPaymentFindings> findings)
    {
        var person = await PersonStore.GetAsync(work, personId);
        var capacity = await CapacityStore.CurrentAsync(work, personId);
        var around = await RelatedPersonStore.AgreedAsync(work, personId);
        var acting = around.Where(one => one.Representation is { } authority && RelatedPersonRules.IsInForce(authority, person.BirthDate, work.Today)).ToList();
        var consents = (await ConsentStore.InForceAsync(work, personId)).Where(consent => consent.Purpose is ConsentPurpose.DirectPayment).ToList();
        var flags = await ExclusionFlagStore.FromTodayAsync(work, personId);
        var facts = new DirectPaymentFacts
        {
            DecideDate = Dates.Text(work.Today),
            AgeYears = Age.InYears(person.BirthDate, work.Today),
            LacksCapacityToConsent = capacity.Lacks(CapacityDecision.ConsentToDirectPayment),
            LacksCapacityToManage = capacity.Lacks(CapacityDecision.ManageMoney),
            Asked = await ConsentPromptStore.IsOpenAsync(work, personId, CapacityDecision.ConsentToDirectPayment),
            Deceased = person.DeathDate is not null,
            PersonConsents = consents.Any(consent => consent.GivenBy is DecisionMaker.Person),
            Representatives = { acting.Select(one => Representative(one, consents)) },
            Nominee = around.Where(one => one.Nomination is { } nomination && IsInPlace(nomination, acting)).Select(Nominee).FirstOrDefault(),
            Findings = { findings },
        };
        IReadOnlyList<ExclusionFlag> inForce = [.. flags.Where(flag => Dates.Parse(flag.StartDate) <= work.Today)];
        return new KnownFacts(facts, inForce, NextChange(work.Today, person, around, consents, flags), person.Version);
    }

    /// <summary>The next day on which the facts change by themselves.</summary>
    private static DateOnly? NextChange(
        DateOnly today, PersonRow person, IEnumerable<RelatedPerson> around, IEnumerable<Consent> consents, IEnumerable<ExclusionFlag> flags)
    {
        var authorities = around.Select(one => one.Representation).OfType<Representation>().ToList();
        IEnumerable<DateOnly?> days =
        [
            Age.Reaches(person.BirthDate, RelatedPersonRules.DecidesFrom),
            Age.Reaches(person.BirthDate, DirectPaymentRules.AdultFrom),
            .. consents.Select(consent => DayAfter(consent.EndDate)),
            .. authorities.Select(authority => (DateOnly?)Dates.Parse(authority.ValidFrom)),
            .. authorities.Select(authority => DayAfter(authority.ValidTo)),
            .. flags.Select(flag => (DateOnly?)Dates.Parse(flag.StartDate)),
            .. flags.Select(flag => DayAfter(flag.EndDate)),
        ];
        return days.Where(day => day > today).Min();
    }

    private static DateOnly? DayAfter(string lastDay) => Dates.ParseOptional(lastDay)?.AddDays(1);

    private static RepresentativeFact Representative(RelatedPerson representative, IEnumerable<Consent> consents) => new()
    {
        RelatedPersonId = representative.RelatedPersonId,
        Authority = representative.Representation.Authority,
        DecidesConsent = representative.Representation.Scope.Contains(CapacityDecision.ConsentToDirectPayment),
        Consents = consents.Any(consent => consent.RepresentativeId == representative.RelatedPersonId),
    };

    /// <summary>A nomination by a representative lasts no longer than they act.</summary>
    private static bool IsInPlace(Nomination nomination, IEnumerable<RelatedPerson> acting) =>
        nomination.NominatedBy is DecisionMaker.Person || acting.Any(one => one.RelatedPersonId == nomination.RepresentativeId);

    private static NomineeFact Nominee(RelatedPerson nominee) =>
        new() { RelatedPersonId = nominee.RelatedPersonId, NominatedBy = nominee.Nomination.NominatedBy };
}
