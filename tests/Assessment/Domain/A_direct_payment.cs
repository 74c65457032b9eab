using PersonalBudgets.Assessment.DirectPayments;
using PersonalBudgets.Assessment.V1;
using static PersonalBudgets.Assessment.Tests.Domain.DirectPaymentFactsOf;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 3.2, 3.3, 4.3, A7-A9, and the vectors P5-P9 of DOMAIN 6: to whom a direct payment may be made.</summary>
public sealed class A_direct_payment
{
    [Fact]
    public void P5_goes_to_a_young_person_of_17_with_capacity_who_consents()
    {
        var outcome = Person(17).ByNhs();

        Assert.Equal((true, DirectPaymentRecipient.Person, ""), (outcome.Permitted, outcome.Recipient, outcome.RecipientId));
        Assert.Equal(("NHS Act 2006 s12A; SI 2013/1617 regs 3-7", "2013-08-01"), (outcome.Rule, outcome.RuleVersion));
        Assert.False(Person(17).ByCareAct().Permitted);
        Assert.True(Person(18).ByCareAct().Permitted);
    }

    [Fact]
    public void P6_goes_to_the_parent_of_a_child_of_15_and_never_to_the_child()
    {
        var outcome = Person(15).With(Authority.ParentalResponsibility).ByNhs();

        Assert.Equal((true, DirectPaymentRecipient.Representative, Sister), (outcome.Permitted, outcome.Recipient, outcome.RecipientId));
        Assert.False(Person(15).ByNhs().Permitted);
        Assert.False(Person(15).With(Authority.ParentalResponsibility, consents: false).ByNhs().Permitted);
        Assert.False(Person(15).With(Authority.AppointedByBody).ByNhs().Permitted);
    }

    [Fact]
    public void P7_goes_to_the_sister_whom_the_body_appointed_where_the_person_lacks_capacity()
    {
        var outcome = Person(consents: false).LackingCapacity().With(Authority.AppointedByBody).ByNhs();

        Assert.Equal((true, DirectPaymentRecipient.Representative, Sister), (outcome.Permitted, outcome.Recipient, outcome.RecipientId));
        Assert.Contains("The person lacks capacity to consent, and a representative consents.", outcome.Reasons);
    }

    [Fact]
    public void P9_stops_when_the_person_withdraws_consent_and_care_continues_by_other_means()
    {
        var outcome = Person(consents: false).ByNhs();

        Assert.False(outcome.Permitted);
        Assert.Equal(
            [DirectPaymentRules.NotPermitted, "The person has not consented, or has withdrawn their consent.", DirectPaymentRules.OtherWays], outcome.Reasons);
    }

    [Theory]
    [InlineData(Authority.Deputy)]
    [InlineData(Authority.LastingPowerOfAttorney)]
    [InlineData(Authority.EnduringPowerOfAttorney)]
    [InlineData(Authority.AppointedByBody)]
    public void goes_to_any_representative_of_regulation_5_who_consents_in_the_persons_best_interests(Authority authority)
    {
        var facts = Person(consents: false).LackingCapacity().With(authority);
        Assert.True(facts.ByNhs().Permitted);
        Assert.True(facts.ByCareAct().Permitted);

        facts.Findings[0].InBestInterests = false;
        Assert.Contains("It was not found that the representative acts in the person's best interests.", facts.ByNhs().Reasons);
    }

    [Fact]
    public void needs_an_authority_that_covers_it_and_the_consent_of_who_has_it()
    {
        Assert.False(Person().LackingCapacity().ByNhs().Permitted);
        Assert.False(Person().LackingCapacity().With(Authority.Deputy, decides: false).ByNhs().Permitted);
        Assert.False(Person().LackingCapacity().With(Authority.Deputy, consents: false).ByNhs().Permitted);
        Assert.False(Person().LackingCapacity().With(Authority.ParentalResponsibility).ByNhs().Permitted);
    }

    [Fact]
    public void goes_to_the_nominee_of_the_person_by_both_laws_and_of_the_representative_by_the_NHS_alone()
    {
        Assert.All(DirectPaymentRules.Decide(Person().WithNominee(), false), outcome => Assert.Equal(DirectPaymentRecipient.Nominee, outcome.Recipient));

        var represented = Person(consents: false).LackingCapacity().With(Authority.Deputy).WithNominee(DecisionMaker.Representative);
        Assert.Equal((DirectPaymentRecipient.Nominee, Neighbour), (represented.ByNhs().Recipient, represented.ByNhs().RecipientId));
        Assert.Equal((DirectPaymentRecipient.Representative, Sister), (represented.ByCareAct().Recipient, represented.ByCareAct().RecipientId));
    }

    [Fact]
    public void needs_a_nominee_for_a_person_who_consents_and_cannot_manage_the_money()
    {
        var facts = Person();
        facts.LacksCapacityToManage = true;

        Assert.Contains("The person cannot manage the money now, and has no nominee.", facts.ByNhs().Reasons);
        Assert.True(facts.WithNominee().ByNhs().Permitted);
    }

    [Fact]
    public void by_the_care_act_needs_somebody_to_have_asked_and_by_the_NHS_does_not()
    {
        var facts = Person();
        foreach (var findings in facts.Findings)
            findings.Requested = false;

        Assert.True(facts.ByNhs().Permitted);
        Assert.Contains("Nobody who may ask for a direct payment has asked for one.", facts.ByCareAct().Reasons);
    }

    [Fact]
    public void is_refused_with_the_bodys_own_words_where_it_is_no_appropriate_way_or_nobody_could_manage_it()
    {
        var facts = Person();
        (facts.Findings[0].Appropriate, facts.Findings[0].Reasons) = (false, "The pool is open to nobody who pays by the visit.");
        (facts.Findings[1].AbleToManage, facts.Findings[1].Reasons) = (false, "Help to manage was offered and not wanted.");

        Assert.Equal(
            [DirectPaymentRules.NotPermitted, "A direct payment was not found an appropriate way to meet the needs.", "The pool is open to nobody who pays by the visit.", DirectPaymentRules.OtherWays],
            facts.ByNhs().Reasons);
        Assert.Contains("Help to manage was offered and not wanted.", facts.ByCareAct().Reasons);
    }

    [Fact]
    public void goes_on_through_the_representative_until_a_person_who_regained_capacity_has_answered()
    {
        var asked = Person(consents: false).With(Authority.Deputy);
        asked.Asked = true;
        Assert.Equal(DirectPaymentRecipient.Representative, asked.ByNhs().Recipient);

        asked.Asked = false;
        Assert.False(asked.ByNhs().Permitted);

        asked.PersonConsents = true;
        Assert.Equal(DirectPaymentRecipient.Person, asked.ByNhs().Recipient);
    }

    [Fact]
    public void goes_on_through_a_parent_until_a_person_of_16_has_answered_and_not_where_they_lack_capacity()
    {
        var asked = Person(16, consents: false).With(Authority.ParentalResponsibility);
        asked.Asked = true;
        Assert.Equal(DirectPaymentRecipient.Representative, asked.ByNhs().Recipient);
        Assert.False(asked.LackingCapacity().ByNhs().Permitted);
    }

    [Fact]
    public void is_no_ones_after_death()
    {
        var facts = Person();
        facts.Deceased = true;

        Assert.Equal([DirectPaymentRules.NotPermitted, "The person has died."], facts.ByNhs().Reasons);
    }

    [Fact]
    public void is_barred_by_a_flag_to_the_person_and_in_respect_of_them()
    {
        DirectPaymentFacts[] all =
        [
            Person(), Person().WithNominee(), Person(consents: false).LackingCapacity().With(Authority.Deputy), Person(15).With(Authority.ParentalResponsibility),
        ];

        Assert.All(all, facts => Assert.True(facts.ByNhs().Permitted));
        Assert.All(all, facts => Assert.False(facts.ByNhs(isExcluded: true).Permitted));
    }

    [Fact]
    public void that_a_flag_alone_bars_is_not_permitted_and_nothing_else_is_said_but_that_care_continues()
    {
        var outcome = Person().ByNhs(isExcluded: true);

        Assert.Equal([DirectPaymentRules.NotPermitted, DirectPaymentRules.OtherWays], outcome.Reasons);
        Assert.Equal((DirectPaymentRecipient.Unspecified, "", Person().ByNhs().Rule), (outcome.Recipient, outcome.RecipientId, outcome.Rule));
    }
}
