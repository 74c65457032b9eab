using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 4.2.</summary>
public sealed class A_carer_under_the_care_act
{
    private static CarerFacts Carer(bool care = true, bool health = false, bool impact = true, params CarerOutcomeFinding[] findings) => new()
    {
        ProvidesNecessaryCare = care,
        HealthAtRisk = health,
        SignificantImpact = impact,
        Outcomes = { findings },
    };

    private static bool Eligible(CarerFacts facts, int age = 50) => CarerEligibility.Decide(facts, age, 0, Facts.Law).Eligible;

    [Fact]
    public void E7_is_eligible_when_health_deteriorates_though_every_outcome_is_achieved() => Assert.True(Eligible(Carer(health: true)));

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void is_eligible_with_one_outcome_by_any_of_three_limbs(bool assistance, bool distress, bool danger) =>
        Assert.True(Eligible(Carer(findings: new CarerOutcomeFinding
        {
            Outcome = CarerOutcome.Recreation,
            NotWithoutAssistance = assistance,
            SignificantDistress = distress,
            EndangersHealthOrSafety = danger,
        })));

    [Fact]
    public void is_not_eligible_without_an_outcome_or_a_risk_to_health()
    {
        Assert.False(Eligible(Carer()));
        Assert.False(Eligible(Carer(findings: new CarerOutcomeFinding { Outcome = CarerOutcome.Recreation })));
    }

    [Fact]
    public void is_not_eligible_where_the_care_is_not_necessary() => Assert.False(Eligible(Carer(care: false, health: true)));

    [Fact]
    public void is_not_eligible_without_a_significant_impact() => Assert.False(Eligible(Carer(health: true, impact: false)));

    [Fact]
    public void is_not_eligible_before_eighteen() => Assert.False(Eligible(Carer(health: true), age: 16));

    [Theory]
    [InlineData(90, true)]
    [InlineData(0, false)]
    public void says_over_which_period_fluctuating_needs_were_looked_at(int days, bool isSaid) => Assert.Equal(
        isSaid, CarerEligibility.Decide(Carer(health: true), 50, days, Facts.Law).Reasons.Any(reason => reason.Record == $"Needs change over time; {days} days were looked at."));

    [Fact]
    public void is_held_against_regulation_3() => Assert.Equal("SI 2015/313 reg 3", CarerEligibility.Decide(Carer(), 50, 0, Facts.Law).Rule);

    [Fact]
    public void is_the_only_basis_that_a_carers_assessment_considers()
    {
        var facts = Facts.Of(
            Facts.Assessed(AssessmentKind.Carer, carer: Carer(health: true)),
            legalStatuses: Facts.Section(MentalHealthActSection._3, "2020-01-01", "2020-02-01", "2020-02-01"));

        Assert.Equal([Types.V1.LegalBasis.Carer], facts.Considered());
    }
}
