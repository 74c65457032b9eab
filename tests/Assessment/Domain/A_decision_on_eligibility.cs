using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 0, A2: each basis by itself.</summary>
public sealed class A_decision_on_eligibility
{
    private static readonly LegalStatus Aftercare = Section(MentalHealthActSection._3, "2026-01-10", "2026-03-01", "2026-03-01");

    [Fact]
    public void E10_gives_section_117_where_one_outcome_is_too_little_for_the_care_act()
    {
        var facts = Of(Assessed(AssessmentKind.Joint, careAct: Adult(CareActOutcome.Nutrition)), legalStatuses: Aftercare);

        Assert.Equal([LegalBasis.CareAct, LegalBasis.S117], facts.Considered());
        Assert.False(facts.Outcome(LegalBasis.CareAct).Eligible);
        Assert.True(facts.Outcome(LegalBasis.S117).Eligible);
    }

    [Fact]
    public void considers_the_care_act_for_adults_and_joint_assessments_and_where_facts_are_given()
    {
        Assert.Equal([LegalBasis.CareAct], Of(Assessed(AssessmentKind.Adult, careAct: Adult())).Considered());
        Assert.Equal([LegalBasis.CareAct], Of(Assessed(AssessmentKind.Joint, careAct: Adult())).Considered());
        Assert.Equal([LegalBasis.CareAct, LegalBasis.S117], Of(Assessed(AssessmentKind.S117, careAct: Adult())).Considered());
        Assert.Equal([LegalBasis.S117], Of(Assessed(AssessmentKind.S117)).Considered());
    }

    [Fact]
    public void considers_section_117_wherever_a_section_is_on_record()
    {
        Assert.Contains(LegalBasis.S117, Of(Assessed(AssessmentKind.Adult, careAct: Adult()), legalStatuses: Aftercare).Considered());
        Assert.Contains(LegalBasis.S117, Of(Assessed(AssessmentKind.Health), legalStatuses: Aftercare).Considered());
    }

    [Theory]
    [InlineData(true, true, "S117_IN_FORCE")]
    [InlineData(true, false, "S117_NO_NEED")]
    [InlineData(false, true, "S117_NO_NEED")]
    public void gives_section_117_for_needs_that_arise_from_the_disorder_and_keep_the_person_out_of_hospital(bool arises, bool reduces, string reason)
    {
        var found = new AssessmentMessage
        {
            Kind = AssessmentKind.S117, Aftercare = new AftercareNeeds { ArisesFromMentalDisorder = arises, ReducesRiskOfReadmission = reduces },
        };

        var (after, without) = (Of(found, legalStatuses: Aftercare).Outcome(LegalBasis.S117), Of(found).Outcome(LegalBasis.S117));

        Assert.Equal((reason is "S117_IN_FORCE", after.Eligible), (after.Eligible, after.RightToHave));
        Assert.Equal([reason], after.ReasonCodes);
        Assert.Equal(["S117_NOT_IN_FORCE"], without.ReasonCodes);
    }

    [Fact]
    public void gives_rights_to_have_without_an_offer()
    {
        var health = new HealthFacts { ContinuingHealthcare = true, WheelchairServices = true };
        var outcomes = Of(Assessed(AssessmentKind.Health, health: health)).Decided();

        Assert.Equal([LegalBasis.Chc, LegalBasis.Wheelchair], outcomes.Select(outcome => outcome.LegalBasis));
        Assert.All(outcomes, outcome => Assert.True(outcome is { Eligible: true, RightToHave: true }));
    }

    [Fact]
    public void gives_continuing_care_to_children_and_continuing_healthcare_to_adults()
    {
        var health = new HealthFacts { ContinuingHealthcare = true, ChildrensContinuingCare = true };
        var adult = Of(Assessed(AssessmentKind.Health, health: health), age: 18);
        var child = Of(Assessed(AssessmentKind.Health, health: health), age: 17);

        Assert.True(adult.Outcome(LegalBasis.Chc).Eligible);
        Assert.False(adult.Outcome(LegalBasis.Cc).Eligible);
        Assert.False(child.Outcome(LegalBasis.Chc).Eligible);
        Assert.True(child.Outcome(LegalBasis.Cc).Eligible);
    }

    [Fact]
    public void gives_a_discretionary_budget_only_with_a_benefit_and_an_accepted_offer()
    {
        var benefit = new HealthFacts { DiscretionaryBenefit = true };

        Assert.True(Of(Assessed(AssessmentKind.Health, health: benefit), offerAccepted: true).Outcome(LegalBasis.Discretionary).Eligible);
        Assert.False(Of(Assessed(AssessmentKind.Health, health: benefit)).Outcome(LegalBasis.Discretionary).Eligible);
        Assert.False(Of(Assessed(AssessmentKind.Health), offerAccepted: true).Outcome(LegalBasis.Discretionary).Eligible);
        Assert.False(Of(Assessed(AssessmentKind.Health, health: benefit), offerAccepted: true).Outcome(LegalBasis.Discretionary).RightToHave);
    }

    [Fact]
    public void waits_for_acceptance_where_nothing_else_is_in_question()
    {
        var benefit = Assessed(AssessmentKind.Health, health: new HealthFacts { DiscretionaryBenefit = true });
        static bool Waits(EligibilityFacts facts) => EligibilityRules.WaitsForAcceptance(EligibilityRules.Decide(facts, Law), facts);

        Assert.True(Waits(Of(benefit)));
        Assert.False(Waits(Of(benefit, offerAccepted: true)));
        Assert.False(Waits(Of(benefit, legalStatuses: Aftercare)));
        Assert.False(Waits(Of(Assessed(AssessmentKind.Health))));
    }

    [Fact]
    public void P2_falls_back_to_the_discretionary_offer_after_section_2()
    {
        var facts = Of(
            Assessed(AssessmentKind.Health, health: new HealthFacts { DiscretionaryBenefit = true }),
            offerAccepted: true,
            legalStatuses: Section(MentalHealthActSection._2, "2026-01-10", "2026-01-20", "2026-01-20"));

        Assert.False(facts.Outcome(LegalBasis.S117).Eligible);
        Assert.True(facts.Outcome(LegalBasis.Discretionary).Eligible);
    }

    [Fact]
    public void gives_a_reason_a_rule_and_its_version_for_every_basis()
    {
        var health = new HealthFacts { ContinuingHealthcare = true, ChildrensContinuingCare = true, WheelchairServices = true, DiscretionaryBenefit = true };
        var outcomes = Of(Assessed(AssessmentKind.Joint, careAct: Adult(), health: health), legalStatuses: Aftercare).Decided();

        Assert.Equal(6, outcomes.Count);
        Assert.All(outcomes, outcome =>
        {
            Assert.NotEmpty(outcome.Reasons);
            Assert.NotEmpty(outcome.Rule);
            Assert.True(DateOnly.TryParseExact(outcome.RuleVersion, "yyyy-MM-dd", out _));
        });
    }

    [Fact]
    public void is_the_same_for_the_same_facts()
    {
        var facts = Of(Assessed(AssessmentKind.Joint, careAct: Adult(CareActOutcome.Nutrition)), legalStatuses: Aftercare);

        Assert.Equal(facts.Decided(), facts.Decided());
    }
}
