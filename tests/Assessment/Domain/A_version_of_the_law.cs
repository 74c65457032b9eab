using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>SI 2015/313 and SI 2012/2996 reg 32A by their dates; DOMAIN 3.1, 4.1, 16.</summary>
public sealed class A_version_of_the_law
{
    [Theory]
    [InlineData("2015-04-01", "2015-04-01")]
    [InlineData("2019-12-01", "2015-04-01")]
    [InlineData("2019-12-02", "2019-12-02")]
    [InlineData("2026-06-01", "2019-12-02")]
    public void is_the_one_in_force_on_the_day(string day, string version) =>
        Assert.Equal(version, LawVersions.Known.InForce(DateOnly.Parse(day)).Version);

    [Fact]
    public void is_not_there_before_the_criteria_were() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LawVersions.Known.InForce(new DateOnly(2015, 3, 31)));

    [Theory]
    [InlineData(LegalBasis.Chc, "2015-04-01", true)]
    [InlineData(LegalBasis.Cc, "2015-04-01", true)]
    [InlineData(LegalBasis.Wheelchair, "2019-12-01", false)]
    [InlineData(LegalBasis.Wheelchair, "2019-12-02", true)]
    [InlineData(LegalBasis.S117, "2019-12-01", false)]
    [InlineData(LegalBasis.S117, "2019-12-02", true)]
    public void gives_a_right_to_have_from_its_day(LegalBasis basis, string day, bool right)
    {
        var facts = Facts.Of(
            Facts.Assessed(AssessmentKind.Health, health: new HealthFacts { ContinuingHealthcare = true, ChildrensContinuingCare = true, WheelchairServices = true }),
            age: basis is LegalBasis.Cc ? 17 : 40,
            legalStatuses: Facts.Section(MentalHealthActSection._3, "2014-01-10", "2014-03-01", "2014-03-01"));
        facts.DecisionDate = day;

        var decision = Assert.Single(EligibilityRules.Decide(facts, LawVersions.Known.InForce(DateOnly.Parse(day))), decision => decision.Basis == basis);

        Assert.Equal((true, right), (decision.Eligible, decision.RightToHave));
    }

    [Theory]
    [InlineData(17, false, true)]
    [InlineData(18, true, false)]
    public void changes_childrens_continuing_care_to_continuing_healthcare_at_eighteen(int age, bool chc, bool cc)
    {
        var facts = Facts.Of(Facts.Assessed(AssessmentKind.Health, health: new HealthFacts { ContinuingHealthcare = true, ChildrensContinuingCare = true }), age);

        Assert.Equal((chc, cc), (facts.Outcome(LegalBasis.Chc).RightToHave, facts.Outcome(LegalBasis.Cc).RightToHave));
    }

    [Fact]
    public void stays_decidable_after_a_new_one_is_added()
    {
        var facts = Vectors.All["E1"];
        var before = new LawVersions(new EligibilityLaw("2015-04-01", 2, 1));
        var after = new LawVersions(new EligibilityLaw("2015-04-01", 2, 1), new EligibilityLaw("2027-04-01", 3, 1));

        Assert.True(Decide(facts, before.Named("2015-04-01")).Eligible);
        Assert.Equal(Decide(facts, before.Named("2015-04-01")), Decide(facts, after.Named("2015-04-01")));
        Assert.False(Decide(facts, after.InForce(new DateOnly(2027, 4, 1))).Eligible);
    }

    [Fact]
    public void of_every_decision_made_so_far_is_still_known() =>
        Assert.Equal((2, 1, 2, 1), (
            LawVersions.Known.Named("2015-04-01").OutcomesOfAnAdult, LawVersions.Known.Named("2015-04-01").OutcomesOfACarer,
            LawVersions.Known.Named("2019-12-02").OutcomesOfAnAdult, LawVersions.Known.Named("2019-12-02").OutcomesOfACarer));

    private static BasisOutcome Decide(EligibilityFacts facts, EligibilityLaw law) => Assert.Single(EligibilityRules.Decide(facts, law)).ToMessage();
}
