using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 4.1 and the vectors of DOMAIN 6.</summary>
public sealed class An_adult_under_the_care_act
{
    private static BasisOutcome Decide(CareActFacts facts, int age = 40, int period = 0) => 
        CareActEligibility.Decide(facts, age, period, Facts.Law).ToMessage();

    [Fact]
    public void E1_is_eligible_with_bipolar_disorder_and_two_outcomes_by_prompting_and_anxiety()
    {
        var facts = Facts.Adult(CareActOutcome.Relationships);
        facts.Outcomes.Add(new OutcomeFinding { Outcome = CareActOutcome.Community, SignificantDistress = true });

        var outcome = Decide(facts);

        Assert.True(outcome.Eligible);
        Assert.False(outcome.RightToHave);
        Assert.Equal(("SI 2015/313 reg 2", "2015-04-01"), (outcome.Rule, outcome.RuleVersion));
        Assert.Contains(outcome.Reasons, reason => reason.Contains("personal relationships") && reason.Contains("help or prompting"));
        Assert.Contains(outcome.Reasons, reason => reason.Contains("pain, distress or anxiety"));
    }

    [Fact]
    public void E2_is_not_eligible_with_one_outcome_and_is_told_of_prevention_and_the_power_to_help()
    {
        var outcome = Decide(Facts.Adult(CareActOutcome.WorkOrLearning));

        Assert.False(outcome.Eligible);
        Assert.Contains(outcome.Reasons, reason => reason.Contains("One outcome only"));
        Assert.Contains(outcome.Reasons, reason => reason.Contains("s19(1)") && reason.Contains("prevention"));
    }

    [Fact]
    public void E3_is_not_eligible_without_an_impairment_or_illness()
    {
        var facts = Facts.Adult(CareActOutcome.HabitableHome, CareActOutcome.WorkOrLearning);
        facts.ImpairmentOrIllness = false;

        var outcome = Decide(facts);

        Assert.False(outcome.Eligible);
        Assert.Contains(outcome.Reasons, reason => reason.Contains("do not come from a physical or mental impairment"));
    }

    [Fact]
    public void E4_is_eligible_when_two_outcomes_take_significantly_longer()
    {
        var facts = new CareActFacts
        {
            ImpairmentOrIllness = true,
            SignificantImpact = true,
            Outcomes =
            {
                new OutcomeFinding { Outcome = CareActOutcome.Nutrition, SignificantlyLonger = true },
                new OutcomeFinding { Outcome = CareActOutcome.Clothing, SignificantlyLonger = true },
            },
        };

        Assert.True(Decide(facts).Eligible);
    }

    [Fact]
    public void E5_is_not_eligible_without_a_significant_impact_and_is_told_so()
    {
        var facts = Facts.Adult(CareActOutcome.Relationships, CareActOutcome.WorkOrLearning);
        facts.SignificantImpact = false;

        var outcome = Decide(facts);

        Assert.False(outcome.Eligible);
        Assert.Contains(outcome.Reasons, reason => reason.Contains("well-being is not"));
    }

    [Fact]
    public void E9_is_eligible_whatever_a_carer_does()
    {
        var facts = Facts.Adult(CareActOutcome.Nutrition, CareActOutcome.Hygiene, CareActOutcome.HabitableHome);
        foreach (var finding in facts.Outcomes)
            finding.MetByCarer = true;

        var outcome = Decide(facts);

        Assert.True(outcome.Eligible);
        Assert.Contains(outcome.Reasons, reason => reason.Contains("What a carer does was not counted"));
    }

    [Fact]
    public void is_eligible_by_danger_to_health_or_safety_alone()
    {
        var facts = new CareActFacts
        {
            ImpairmentOrIllness = true,
            SignificantImpact = true,
            Outcomes =
            {
                new OutcomeFinding { Outcome = CareActOutcome.HomeSafely, EndangersHealthOrSafety = true },
                new OutcomeFinding { Outcome = CareActOutcome.CaringForChild, EndangersHealthOrSafety = true },
            },
        };

        Assert.True(Decide(facts).Eligible);
    }

    [Fact]
    public void is_not_eligible_by_findings_without_a_limb()
    {
        var facts = Facts.Adult(CareActOutcome.Nutrition);
        facts.Outcomes.Add(new OutcomeFinding { Outcome = CareActOutcome.Hygiene, MetByCarer = true });

        Assert.False(Decide(facts).Eligible);
    }

    [Fact]
    public void is_not_eligible_by_one_outcome_named_twice() =>
        Assert.False(Decide(Facts.Adult(CareActOutcome.Nutrition, CareActOutcome.Nutrition)).Eligible);

    [Fact]
    public void is_not_eligible_before_eighteen() =>
        Assert.False(Decide(Facts.Adult(CareActOutcome.Nutrition, CareActOutcome.Hygiene), age: 17).Eligible);

    [Fact]
    public void is_told_which_period_was_looked_at_where_needs_fluctuate() =>
        Assert.Contains(Decide(Facts.Adult(CareActOutcome.Nutrition), period: 180).Reasons, reason => reason.Contains("180 days"));

    [Fact]
    public void is_eligible_exactly_when_all_three_conditions_hold()
    {
        var outcomes = Enum.GetValues<CareActOutcome>().Where(outcome => outcome is not CareActOutcome.Unspecified).ToArray();
        Prop.ForAll(ArbMap.Default.ArbFor<(bool, bool, ushort, ushort)>(), input =>
        {
            var (impairment, impact, listed, limbs) = input;
            var facts = new CareActFacts { ImpairmentOrIllness = impairment, SignificantImpact = impact };
            foreach (var (outcome, bit) in outcomes.Select((outcome, bit) => (outcome, bit)).Where(entry => (listed >> entry.bit & 1) is 1))
            {
                var unable = (limbs >> bit & 1) is 1;
                facts.Outcomes.Add(new OutcomeFinding
                {
                    Outcome = outcome,
                    NotWithoutAssistance = unable && bit % 4 is 0,
                    SignificantDistress = unable && bit % 4 is 1,
                    EndangersHealthOrSafety = unable && bit % 4 is 2,
                    SignificantlyLonger = unable && bit % 4 is 3,
                    MetByCarer = bit % 3 is 0,
                });
            }

            var unables = Enumerable.Range(0, 10).Count(bit => ((listed & limbs) >> bit & 1) is 1);
            return Decide(facts).Eligible == (impairment && impact && unables >= 2);
        }).QuickCheckThrowOnFailure();
    }
}
