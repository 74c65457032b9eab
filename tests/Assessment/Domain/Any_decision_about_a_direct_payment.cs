using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Assessment.DirectPayments;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>What holds for all facts whatever.</summary>
public sealed class Any_decision_about_a_direct_payment
{
    // Every fact that decides, out of two numbers.
    private static readonly Gen<DirectPaymentFacts> AnyFacts =
        from age in Gen.Choose(0, 110)
        from bits in Gen.Choose(0, (1 << 14) - 1)
        from authority in Gen.Elements(Enum.GetValues<Authority>().Where(value => value is not Authority.Unspecified).ToArray())
        select Facts(age, bits, authority);

    [Fact]
    public void with_a_flag_in_force_is_no() => Holds(facts =>
        DirectPaymentRules.Decide(facts, isExcluded: true).All(outcome => !outcome.Permitted && outcome.RecipientId is "" && outcome.Recipient is DirectPaymentRecipient.Unspecified));

    [Fact]
    public void that_is_no_without_a_flag_looks_the_same_with_one() => Holds(facts =>
        DirectPaymentRules.Decide(facts, false).Zip(DirectPaymentRules.Decide(facts, true)).All(pair => pair.First.Permitted || pair.First.Equals(pair.Second)));

    [Fact]
    public void pays_nothing_to_a_person_under_16() => Holds(facts =>
        facts.AgeYears >= 16 || DirectPaymentRules.Decide(facts, false).All(outcome => outcome.Recipient is not DirectPaymentRecipient.Person));

    [Fact]
    public void pays_nothing_to_a_person_who_lacks_capacity_to_consent() => Holds(facts =>
        !facts.LacksCapacityToConsent || DirectPaymentRules.Decide(facts, false).All(outcome => outcome.Recipient is not DirectPaymentRecipient.Person));

    [Fact]
    public void that_is_yes_rests_on_a_consent_and_on_findings_that_are_favourable() => Holds(facts =>
        DirectPaymentRules.Decide(facts, false).Where(outcome => outcome.Permitted).All(outcome =>
            (facts.PersonConsents || facts.Representatives.Any(one => one.Consents && one.DecidesConsent))
            && facts.Findings.Single(one => one.Route == outcome.Route) is { AbleToManage: true, Appropriate: true }));

    [Fact]
    public void says_why_and_names_a_recipient_only_on_a_yes() => Holds(facts => DirectPaymentRules.Decide(facts, false).All(outcome =>
        outcome.Reasons.Count > 0 && outcome.Permitted == outcome.Recipient is not DirectPaymentRecipient.Unspecified && outcome.Permitted != (outcome.Reasons[0] == DirectPaymentRules.NotPermitted)));

    [Fact]
    public void is_the_same_again_from_the_facts_as_they_were_kept() => Holds(facts =>
        DirectPaymentRules.Decide(facts, false).SequenceEqual(
            DirectPaymentRules.Decide(Documents.Parse<DirectPaymentFacts>(Documents.Of(facts)), false)));

    [Fact]
    public void that_is_no_has_words_to_the_person_for_each_ground() => Holds(facts => DirectPaymentRules.Decide(facts, false)
        .Where(outcome => !outcome.Permitted && !facts.Deceased)
        .All(outcome => outcome.Reasons.All(reason => reason is "In our words." ? RefusalWords.Of(reason).Plain == reason : IsToThePerson(RefusalWords.Of(reason)))));

    private static bool IsToThePerson(RefusalWords words) =>
        !words.Plain.Contains("The person", StringComparison.Ordinal)
        && !words.Plain.Contains("capacity", StringComparison.Ordinal)
        && words.EasyRead.Length > 0
        && words.EasyRead.All(sentence => Readability.Words(sentence).Count <= 11 && Readability.Sentences(sentence).Count is 1 && !sentence.Contains(',', StringComparison.Ordinal));

    private static void Holds(Func<DirectPaymentFacts, bool> law) =>
        Prop.ForAll(AnyFacts.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static DirectPaymentFacts Facts(int age, int bits, Authority authority)
    {
        var facts = new DirectPaymentFacts
        {
            DecideDate = "2026-06-01",
            AgeYears = age,
            LacksCapacityToConsent = Bit(0),
            LacksCapacityToManage = Bit(1),
            Asked = Bit(2),
            PersonConsents = Bit(3),
            Deceased = Bit(4) && Bit(5),
            Nominee = Bit(6) ? new NomineeFact { RelatedPersonId = DirectPaymentFactsOf.Neighbour, NominatedBy = DecisionMaker.Person } : null,
        };
        if (Bit(7))
            facts.With(authority, consents: Bit(8), decides: Bit(9));
        foreach (var route in new[] { DirectPaymentRoute.Nhs, DirectPaymentRoute.CareAct })
        {
            facts.Findings.Add(new DirectPaymentFindings
            {
                Route = route, Requested = Bit(10), AbleToManage = Bit(11), InBestInterests = Bit(12), Appropriate = Bit(13), Reasons = "In our words.",
            });
        }

        return facts;

        bool Bit(int place) => (bits >> place & 1) is 1;
    }
}
