using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 2.</summary>
public sealed class A_signature_on_an_assessment
{
    [Fact]
    public void lists_everything_that_is_missing_at_once()
    {
        Assert.Equal(
            ["own_view", "capacity_considered", "advocate_considered", "needs", "care_act"],
            Missing(new AssessmentMessage { Kind = AssessmentKind.Adult, OwnView = " " }));
        Assert.Contains("carer", Missing(new AssessmentMessage { Kind = AssessmentKind.Carer }));
    }

    [Fact]
    public void misses_nothing_where_all_is_recorded() => Assert.Empty(Missing(new AssessmentMessage
    {
        Kind = AssessmentKind.Health,
        OwnView = "I want to learn again.",
        CapacityConsidered = true,
        AdvocateConsidered = true,
        Needs = { new Need { Domain = "RELATIONSHIPS", Level = 2, NeedType = NeedType.Health } },
    }));

    private static IEnumerable<string> Missing(AssessmentMessage draft) => AssessmentChecks.Missing(draft).Select(rule => rule.Subject);
}

/// <summary>What one field's rules cannot say.</summary>
public sealed class A_draft_assessment
{
    [Fact]
    public void is_refused_for_all_its_faults_at_once()
    {
        var need = new Need { Domain = "NIGHT", NeedType = NeedType.Health };
        var draft = new AssessmentMessage
        {
            Kind = AssessmentKind.Carer,
            AssessmentDate = "2026-06-02",
            CareAct = Adult(CareActOutcome.Nutrition, CareActOutcome.Hygiene, CareActOutcome.Nutrition),
            Health = new HealthFacts(),
            Carer = new CarerFacts
            {
                Outcomes = { new CarerOutcomeFinding { Outcome = CarerOutcome.Recreation }, new CarerOutcomeFinding { Outcome = CarerOutcome.Recreation } },
            },
            Needs = { need, new Need { Domain = "NIGHT", NeedType = NeedType.Social }, need },
        };

        Assert.Equal(
            [
                ("assessment.assessment_date", "NOT_IN_FUTURE"), ("assessment.care_act", "NOT_OF_THIS_KIND"), ("assessment.health", "NOT_OF_THIS_KIND"),
                ("assessment.care_act.outcomes[2].outcome", "DUPLICATE"), ("assessment.carer.outcomes[1].outcome", "DUPLICATE"),
                ("assessment.needs[2].domain", "DUPLICATE"),
            ],
            AssessmentChecks.Faults(draft, Today).Select(fault => (fault.FieldPath, fault.Reason)));
    }

    [Fact]
    public void of_an_adult_holds_no_facts_of_a_carer() =>
        Assert.Equal(
            "assessment.carer",
            Assert.Single(AssessmentChecks.Faults(
                new AssessmentMessage { Kind = AssessmentKind.Adult, AssessmentDate = "2026-06-01", Carer = new CarerFacts() }, Today)).FieldPath);
}

/// <summary>Whole years.</summary>
public sealed class Somebodys_age
{
    [Theory]
    [InlineData("2008-06-01", 18)]
    [InlineData("2008-06-02", 17)]
    [InlineData("2026-06-01", 0)]
    public void goes_up_on_the_birthday(string birthDate, int years) => Assert.Equal(years, Age.InYears(DateOnly.Parse(birthDate), Today));

    [Fact]
    public void goes_up_on_1_March_after_a_29_February()
    {
        Assert.Equal(17, Age.InYears(new DateOnly(2008, 2, 29), new DateOnly(2026, 2, 28)));
        Assert.Equal(18, Age.InYears(new DateOnly(2008, 2, 29), new DateOnly(2026, 3, 1)));
    }
}
