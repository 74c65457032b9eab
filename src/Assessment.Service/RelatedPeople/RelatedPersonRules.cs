using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.RelatedPeople;

/// <summary>What the body knows when it is to agree to somebody.</summary>
/// <param name="Today">The day.</param>
/// <param name="BirthDate">The person's.</param>
/// <param name="LacksCapacityToConsent">The person lacks capacity to consent to a direct payment.</param>
/// <param name="Others">All others around the person.</param>
internal sealed record AgreementFacts(DateOnly Today, DateOnly BirthDate, bool LacksCapacityToConsent, IReadOnlyList<RelatedPerson> Others)
{
    /// <summary>Whether the person decides for themselves about a direct payment: from 16, with capacity (SI 2013/1617 regs 2-3).</summary>
    public bool PersonDecides => !LacksCapacityToConsent && Age.InYears(BirthDate, Today) >= RelatedPersonRules.DecidesFrom;
}

/// <summary>Who may act for a person, and what must be there before they do (DOMAIN 3.2, A7).</summary>
internal static class RelatedPersonRules
{
    /// <summary>Under 16 a person is a child to SI 2013/1617 (reg 2).</summary>
    public const int DecidesFrom = 16;

    private const int AdultFrom = 18;
    private const string NomineeSource = "SI 2013/1617 reg 6";

    /// <summary>Whether somebody decides or receives money for the person.</summary>
    public static bool Acts(RelatedPersonKind kind) => kind is RelatedPersonKind.Representative or RelatedPersonKind.Nominee;

    /// <summary>The check that somebody must have passed before they may act; unspecified for those who need none.</summary>
    public static SuitabilityCheckKind NeededCheck(RelatedPerson related)
    {
        var isChecked = related.Kind is RelatedPersonKind.Nominee || related.Representation?.Authority is Authority.AppointedByBody;
        if (!isChecked)
            return SuitabilityCheckKind.Unspecified;
        if (related.FamilyName is "")
            return SuitabilityCheckKind.OrganisationEquivalent;
        return CloseFamily.NeedsNoCheck(related) ? SuitabilityCheckKind.Unspecified : SuitabilityCheckKind.EnhancedDbsWithBarredList;
    }

    /// <summary>The rules for which a second person decides: who acts for the person and is also paid (A7), the more so a connected person (X14).</summary>
    public static IEnumerable<string> SecondPersonRules(RelatedPerson related)
    {
        if (!Acts(related.Kind) || !related.PaidFromBudget)
            yield break;
        yield return "A7";
        if (CloseFamily.IsConnected(related))
            yield return "X14";
    }

    /// <summary>Whether an authority is in force on a day. Parental responsibility ends at 18.</summary>
    public static bool IsInForce(Representation representation, DateOnly birthDate, DateOnly day) =>
        Dates.Parse(representation.ValidFrom) <= day && !IsOver(representation, birthDate, day);

    /// <summary>
    /// Whether an authority covers a decision. Parental responsibility says nothing about a direct payment from 16 on: a person who lacks capacity
    /// then has a deputy, an attorney or whom the body appoints (SI 2013/1617 regs 4-5).
    /// </summary>
    public static bool Covers(Representation representation, CapacityDecision decision, int ageYears) =>
        representation.Scope.Contains(decision)
        && (representation.Authority is not Authority.ParentalResponsibility || ageYears < DecidesFrom || !IsAboutDirectPayment(decision));

    /// <summary>Whether a decision is about a direct payment, which a child does not make.</summary>
    public static bool IsAboutDirectPayment(CapacityDecision decision) =>
        decision is CapacityDecision.ConsentToDirectPayment or CapacityDecision.ManageMoney;

    /// <summary>Everything that stands in the way of an agreement, at once.</summary>
    public static IReadOnlyList<BrokenRule> Missing(RelatedPerson related, AgreementFacts facts)
    {
        var missing = new List<BrokenRule>();
        if (related.Representation is { } representation)
        {
            if (representation.AuthoritySeenDate is "" && representation.Authority is not Authority.AppointedByBody)
            {
                missing.Add(new BrokenRule(
                    "AUTHORITY_NOT_SEEN", "representation.authority_seen_date", "The body has not seen the document that gives the authority.", "SI 2013/1617 regs 4-5"));
            }

            if (IsOver(representation, facts.BirthDate, facts.Today))
                missing.Add(new BrokenRule("AUTHORITY_NOT_IN_FORCE", "representation.valid_to", "The authority is over.", "SI 2013/1617 regs 4-5"));
        }

        if (related.Nomination is { } nomination)
            missing.AddRange(MissingOfNomination(nomination, facts));

        var needed = NeededCheck(related);
        if (needed is not SuitabilityCheckKind.Unspecified && related.SuitabilityCheck is not { Satisfactory: true })
        {
            missing.Add(new BrokenRule(
                "SUITABILITY_CHECK_REQUIRED", "suitability_check",
                needed is SuitabilityCheckKind.OrganisationEquivalent
                    ? "An organisation proves that those who act for it have been checked."
                    : "Who is neither close family nor a friend involved in the person's care needs an enhanced DBS check with the barred list before they may act.",
                "SI 2013/1617 regs 6-7"));
        }

        return missing;
    }

    private static IEnumerable<BrokenRule> MissingOfNomination(Nomination nomination, AgreementFacts facts)
    {
        if (nomination.NomineeAgreeDate is "")
            yield return new BrokenRule("NOMINEE_AGREEMENT_MISSING", "nomination.nominee_agree_date", "The nominee has not agreed.", NomineeSource);
        if (!MayNominate(nomination, facts))
        {
            yield return new BrokenRule(
                "NOT_ENTITLED_TO_NOMINATE", "nomination.nominated_by",
                "A nominee is named by the person, from 16 and with capacity, or else by the representative who acts for them.", NomineeSource);
        }

        if (facts.Others.Any(other => other is { Kind: RelatedPersonKind.Nominee, State: RelatedPersonState.Agreed }))
            yield return new BrokenRule("NOMINEE_AGREED_ALREADY", "kind", "The person has a nominee: end that nomination first.", NomineeSource);
    }

    private static bool MayNominate(Nomination nomination, AgreementFacts facts) => nomination.NominatedBy is DecisionMaker.Person
        ? facts.PersonDecides
        : !facts.PersonDecides && facts.Others.Any(other => other.RelatedPersonId == nomination.RepresentativeId && ActsFor(other, facts));

    private static bool ActsFor(RelatedPerson other, AgreementFacts facts) =>
        other is { State: RelatedPersonState.Agreed, Representation: { } representation }
        && Covers(representation, CapacityDecision.ConsentToDirectPayment, Age.InYears(facts.BirthDate, facts.Today))
        && IsInForce(representation, facts.BirthDate, facts.Today);

    private static bool IsOver(Representation representation, DateOnly birthDate, DateOnly day) =>
        Dates.ParseOptional(representation.ValidTo) < day
        || (representation.Authority is Authority.ParentalResponsibility && Age.InYears(birthDate, day) >= AdultFrom);
}
