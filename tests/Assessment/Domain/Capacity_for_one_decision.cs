using PersonalBudgets.Assessment.Capacity;
using PersonalBudgets.Assessment.Consents;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 0, A8; SI 2013/1617 regs 3-5.</summary>
public sealed class Capacity_for_one_decision
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Fact]
    public void is_there_until_somebody_finds_otherwise_and_says_nothing_of_another()
    {
        Assert.False(CapacityNow.Of([]).Lacks(CapacityDecision.ManageMoney));

        var now = CapacityNow.Of([Finding(CapacityDecision.ManageMoney, CapacityOutcome.LacksCapacity, "2026-05-01")]);
        Assert.True(now.Lacks(CapacityDecision.ManageMoney));
        Assert.False(now.Lacks(CapacityDecision.Plan));
    }

    [Fact]
    public void is_as_the_latest_day_found_it_in_whatever_order_the_findings_were_recorded()
    {
        var regained = Finding(CapacityDecision.Plan, CapacityOutcome.HasCapacity, "2026-05-20");
        var lost = Finding(CapacityDecision.Plan, CapacityOutcome.LacksCapacity, "2026-05-01");

        Assert.False(CapacityNow.Of([lost, regained]).Lacks(CapacityDecision.Plan));
        Assert.False(CapacityNow.Of([regained, lost]).Lacks(CapacityDecision.Plan));
        Assert.True(CapacityNow.Of([regained, Finding(CapacityDecision.Plan, CapacityOutcome.LacksCapacity, "2026-05-20")]).Lacks(CapacityDecision.Plan));
    }

    [Fact]
    public void that_was_lost_asks_for_a_representative_a_review_and_managed_money_meanwhile()
    {
        Assert.Equal(
            [CapacityConsequence.RepresentativeNeeded, CapacityConsequence.ReviewNeeded, CapacityConsequence.ManagedMeanwhile],
            CapacityRules.Consequences(CapacityDecision.ConsentToDirectPayment, false, true, isRepresented: false));
        Assert.Equal([CapacityConsequence.ReviewNeeded], CapacityRules.Consequences(CapacityDecision.ManageMoney, false, true, isRepresented: true));
        Assert.Equal([CapacityConsequence.RepresentativeNeeded], CapacityRules.Consequences(CapacityDecision.ShareData, false, true, isRepresented: false));
    }

    [Fact]
    public void that_was_regained_has_the_person_asked_and_one_that_stays_has_nothing_follow()
    {
        Assert.Equal([CapacityConsequence.AskPerson], CapacityRules.Consequences(CapacityDecision.Plan, true, false, isRepresented: true));
        Assert.Empty(CapacityRules.Consequences(CapacityDecision.Plan, true, true, isRepresented: true));
        Assert.Empty(CapacityRules.Consequences(CapacityDecision.Plan, false, false, isRepresented: false));
    }

    [Fact]
    public void that_may_return_is_looked_at_again_by_a_day_after_this_one()
    {
        var finding = Finding(CapacityDecision.Plan, CapacityOutcome.LacksCapacity, "2026-06-02");
        finding.Expected = ExpectedCapacity.Fluctuating;
        Assert.Equal(["capacity_finding.assess_date", "capacity_finding.review_date"], CapacityRules.Faults(finding, Today).Select(fault => fault.FieldPath));

        (finding.AssessDate, finding.ReviewDate) = ("2026-06-01", "2026-06-01");
        Assert.Equal(["BEFORE_START"], CapacityRules.Faults(finding, Today).Select(fault => fault.Reason));
    }

    [Fact]
    public void is_asked_of_nobody_under_16_where_it_is_about_a_direct_payment()
    {
        Assert.Equal("CHILD_UNDER_16", Assert.Throws<Refusal>(() => CapacityRules.RequireInQuestion(CapacityDecision.ManageMoney, 15)).Reason);
        CapacityRules.RequireInQuestion(CapacityDecision.Plan, 15);
        CapacityRules.RequireInQuestion(CapacityDecision.ManageMoney, 16);
    }

    [Theory]
    [InlineData(15, false, DecisionMaker.Person, "CHILD_UNDER_16")]
    [InlineData(40, true, DecisionMaker.Person, "CAPACITY_LACKING")]
    [InlineData(40, false, DecisionMaker.Representative, "PERSON_DECIDES")]
    [InlineData(40, true, DecisionMaker.Representative, "NOT_IN_AUTHORITY")]
    [InlineData(16, false, DecisionMaker.Person, "")]
    public void or_authority_for_it_is_what_a_consent_needs(int age, bool lacks, DecisionMaker givenBy, string refusal)
    {
        var capacity = CapacityNow.Of(lacks ? [Finding(CapacityDecision.ConsentToDirectPayment, CapacityOutcome.LacksCapacity, "2026-05-01")] : []);
        var consent = new Consent { Purpose = ConsentPurpose.DirectPayment, GivenBy = givenBy };

        var failure = Record.Exception(() => ConsentRules.RequireMayGive(consent, age, capacity, []));

        Assert.Equal(refusal, (failure as Refusal)?.Reason ?? "");
    }

    [Fact]
    public void has_its_own_purposes_of_consent()
    {
        Assert.Equal([ConsentPurpose.DirectPayment], ConsentRules.PurposesOf(CapacityDecision.ConsentToDirectPayment));
        Assert.Equal([ConsentPurpose.ShareData, ConsentPurpose.Contact, ConsentPurpose.SharePlan], ConsentRules.PurposesOf(CapacityDecision.ShareData));
        Assert.Empty(ConsentRules.PurposesOf(CapacityDecision.Plan));
    }

    [Theory]
    [InlineData("2010-06-01", 16, "2026-06-01")]
    [InlineData("2008-02-29", 18, "2026-03-01")]
    [InlineData("2008-02-29", 16, "2024-02-29")]
    public void about_a_direct_payment_begins_on_the_birthday(string born, int years, string reached)
    {
        var day = Age.Reaches(DateOnly.Parse(born), years);

        Assert.Equal(DateOnly.Parse(reached), day);
        Assert.Equal((years, years - 1), (Age.InYears(DateOnly.Parse(born), day), Age.InYears(DateOnly.Parse(born), day.AddDays(-1))));
    }

    private static CapacityFinding Finding(CapacityDecision decision, CapacityOutcome outcome, string day) =>
        new() { Decision = decision, Outcome = outcome, AssessDate = day };
}
