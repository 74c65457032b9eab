using PersonalBudgets.Assessment.RelatedPeople;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.DirectPayments;

/// <summary>
/// Whether a direct payment may be made, to whom, and by which law (DOMAIN 3.2, 3.3, 4.3, A6, A7, A9). Pure: the same facts give the same decision.
/// </summary>
internal static class DirectPaymentRules
{
    /// <summary>What every no begins with. Where a flag is the only ground it is all that is said of it.</summary>
    public const string NotPermitted = "A direct payment is not permitted.";

    /// <summary>What every no ends with (A9): other ways stay open, and care does not stop.</summary>
    public const string OtherWays = "Care continues: the budget can be held by the body, or by somebody else for the person.";

    /// <summary>Under 18 a council pays under the Children Act 1989, not the Care Act 2014.</summary>
    public const int AdultFrom = 18;

    /// <summary>Decides by each law that the findings name.</summary>
    /// <param name="facts">What it rests on.</param>
    /// <param name="isExcluded">A flag of the Schedule is in force.</param>
    public static IReadOnlyList<DirectPaymentOutcome> Decide(DirectPaymentFacts facts, bool isExcluded) =>
        [.. facts.Findings.Select(findings => Decide(facts, findings, RouteLaw.On(findings.Route, Dates.Parse(facts.DecideDate)), isExcluded))];

    private static DirectPaymentOutcome Decide(DirectPaymentFacts facts, DirectPaymentFindings findings, RouteLaw law, bool isExcluded)
    {
        var acting = Acting.Of(facts);
        var refusals = Refusals(facts, findings, law, acting).ToList();
        var outcome = new DirectPaymentOutcome { Route = law.Route, Rule = law.Source, RuleVersion = Dates.Text(law.From) };

        // A flag adds nothing to a no that stands without it, and a no that rests on it alone says nothing more than that (DOMAIN 3.3).
        if (refusals.Count > 0 || isExcluded)
        {
            outcome.Reasons.Add([NotPermitted, .. refusals, .. facts.Deceased ? [] : new[] { OtherWays }]);
            return outcome;
        }

        outcome.Permitted = true;
        (outcome.Recipient, outcome.RecipientId) = RecipientOf(facts, law, acting);
        outcome.Reasons.Add([acting.Why(facts), Receives(outcome.Recipient), "A direct payment is an appropriate way to meet the needs."]);
        return outcome;
    }

    private static IEnumerable<string> Refusals(DirectPaymentFacts facts, DirectPaymentFindings findings, RouteLaw law, Acting acting)
    {
        if (facts.Deceased)
        {
            yield return "The person has died.";
            yield break;
        }

        if (law.AdultsOnly && facts.AgeYears < AdultFrom)
            yield return RefusalWords.ForAdults.Record;
        if (!acting.Consents)
            yield return acting.WhyNot(facts);
        if (law.NeedsRequest && !findings.Requested)
            yield return RefusalWords.NotRequested.Record;
        if (acting.IsPerson && facts.LacksCapacityToManage && facts.Nominee is null)
            yield return RefusalWords.NobodyManages.Record;
        if (!findings.AbleToManage)
            yield return RefusalWords.RecipientCannotManage.Record;
        if (acting.Representative is not null && !findings.InBestInterests)
            yield return RefusalWords.NotInBestInterests.Record;
        if (!findings.Appropriate)
            yield return RefusalWords.NotAppropriate.Record;
        if (findings.Reasons is not "" && !IsFavourable(findings, acting.Representative is not null))
            yield return findings.Reasons;
    }

    /// <summary>Whether the body found all that it has to find; where a representative decides, that they act in the person's best interests too.</summary>
    public static bool IsFavourable(DirectPaymentFindings findings, bool isRepresented) =>
        findings is { AbleToManage: true, Appropriate: true } && (findings.InBestInterests || !isRepresented);

    private static (DirectPaymentRecipient Recipient, string Id) RecipientOf(DirectPaymentFacts facts, RouteLaw law, Acting acting)
    {
        if (facts.Nominee is { } nominee && (acting.IsPerson || law.NomineeOfRepresentative))
            return (DirectPaymentRecipient.Nominee, nominee.RelatedPersonId);
        return acting.Representative is { } representative
            ? (DirectPaymentRecipient.Representative, representative.RelatedPersonId)
            : (DirectPaymentRecipient.Person, "");
    }

    private static string Receives(DirectPaymentRecipient recipient) => recipient switch
    {
        DirectPaymentRecipient.Nominee => "The nominee receives the money.",
        DirectPaymentRecipient.Representative => "The representative receives the money.",
        _ => "The person receives the money.",
    };

    /// <summary>Who decides about the payment.</summary>
    /// <param name="Representative">The representative who does; null where the person does, or nobody.</param>
    /// <param name="Consents">They consent.</param>
    /// <param name="IsPerson">The person decides.</param>
    private sealed record Acting(RepresentativeFact? Representative, bool Consents, bool IsPerson)
    {
        public static Acting Of(DirectPaymentFacts facts)
        {
            var consenting = facts.Representatives.FirstOrDefault(one => one.Consents && one.DecidesConsent && MayActFor(one, facts));
            if (IsChild(facts) || facts.LacksCapacityToConsent)
                return new Acting(consenting, consenting is not null, false);
            // Until the person has answered, what others decided for them goes on (SI 2013/1617 regs 4(4), 5(8)).
            return facts is { Asked: true, PersonConsents: false } && consenting is not null
                ? new Acting(consenting, true, false)
                : new Acting(null, facts.PersonConsents, true);
        }

        public string Why(DirectPaymentFacts facts) => this switch
        {
            { IsPerson: true } => "The person is 16 or older, was not found to lack capacity, and consents.",
            _ when IsChild(facts) => "The person is under 16, and somebody with parental responsibility consents.",
            _ when facts.LacksCapacityToConsent => "The person lacks capacity to consent, and a representative consents.",
            _ => "The person decides for themselves now and is being asked; until they answer, what the representative decided goes on.",
        };

        public string WhyNot(DirectPaymentFacts facts)
        {
            if (IsPerson)
                return RefusalWords.PersonDoesNotConsent.Record;
            return IsChild(facts)
                ? RefusalWords.NobodyConsentsForChild.Record
                : RefusalWords.NoRepresentativeConsents.Record;
        }

        private static bool IsChild(DirectPaymentFacts facts) => facts.AgeYears < RelatedPersonRules.DecidesFrom;

        // For a child, parental responsibility; for others an order, a power or an appointment; a parent goes on until the person of 16 has answered.
        private static bool MayActFor(RepresentativeFact one, DirectPaymentFacts facts) =>
            one.Authority is Authority.ParentalResponsibility ? IsChild(facts) || facts is { Asked: true, LacksCapacityToConsent: false } : !IsChild(facts);
    }
}
