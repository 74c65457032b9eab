using PersonalBudgets.Assessment.CohortRules;
using PersonalBudgets.Assessment.V1;
using static PersonalBudgets.Assessment.Tests.Domain.Expressions;
using static PersonalBudgets.Assessment.V1.CaseloadFactKind;

namespace PersonalBudgets.Assessment.Tests.Domain;

public sealed class A_cohort_rule
{
    public static TheoryData<string> ReadyMade => [.. ReadyMadeRules.All.Select(rule => rule.Code)];

    public static TheoryData<CohortExpression, string> Faulty => new()
    {
        { All(), "members RULE_EMPTY" },
        { new CohortExpression { Operator = CohortOperator.Condition }, "condition REQUIRED" },
        { new CohortExpression { Operator = CohortOperator.Any, Members = { Age(18, 30) }, Condition = Age(18, 30).Condition }, "condition NOT_OF_THIS_OPERATOR" },
        { new CohortExpression { Operator = CohortOperator.Condition, Members = { Age(18, 30) }, Condition = Age(18, 30).Condition }, "members NOT_OF_THIS_OPERATOR" },
        { new CohortExpression { Operator = CohortOperator.Not, Members = { Age(18, 30), Now(Homeless) } }, "members MAX_ITEMS" },
        { Events(0, 3, CrisisContact), "condition.window_days OUT_OF_RANGE" },
        { Events(3_651, 3, CrisisContact), "condition.window_days OUT_OF_RANGE" },
        { Events(365, 0, CrisisContact), "condition.at_least OUT_OF_RANGE" },
        { Events(365, 10_001, CrisisContact), "condition.at_least OUT_OF_RANGE" },
        { Events(365, 1), "condition.facts REQUIRED" },
        { Events(365, 1, Cluster), "condition.facts[0] NOT_OF_THIS_CONDITION" },
        { BedDays(30, 31, AcuteAdmission), "condition.at_least OUT_OF_RANGE" },
        { BedDays(30, 3, CrisisContact), "condition.facts[0] NOT_OF_THIS_CONDITION" },
        { Readmissions(365, 0, 2, AcuteAdmission), "condition.within_days OUT_OF_RANGE" },
        { Readmissions(365, 366, 2, AcuteAdmission), "condition.within_days OUT_OF_RANGE" },
        { Now(CrisisContact), "condition.facts[0] NOT_OF_THIS_CONDITION" },
        { Ended(0, RecoveryTeam), "condition.window_days OUT_OF_RANGE" },
        { Age(0, 0), "condition.min_age RULE_EMPTY" },
        { Age(31, 18), "condition.max_age AGES_CONTRADICT" },
        { Age(121, 0), "condition.min_age OUT_OF_RANGE" },
        { Age(18, 121), "condition.max_age OUT_OF_RANGE" },
        { All(Age(18, 25), Age(26, 0)), "members AGES_CONTRADICT" },
        { InCluster(), "condition.clusters REQUIRED" },
        { InCluster(3, 9), "condition.clusters[1] CLUSTER" },
        { Of(new CohortCondition { Kind = CohortConditionKind.Age, MinAge = 18, Facts = { Homeless }, WindowDays = 3 }), "condition.facts NOT_OF_THIS_CONDITION" },
        { Of(new CohortCondition { Kind = CohortConditionKind.Diagnosis }), "condition.diagnosis_codes REQUIRED" },
        { Diagnosed("F20"), " DIAGNOSIS_ALONE" },
        { Any(Diagnosed("F20"), Now(Homeless)), " DIAGNOSIS_ALONE" },
        { All(Diagnosed("F20"), Age(18, 30)), " DIAGNOSIS_ALONE" },
        { All(Diagnosed("F20"), Not(Now(Homeless))), " DIAGNOSIS_ALONE" },
        { All(Any(Diagnosed("F20"), Now(Homeless)), Any(Diagnosed("F31"), Now(Camhs))), " DIAGNOSIS_ALONE" },
        { Not(Diagnosed("F20")), " DIAGNOSIS_ALONE" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void is_refused_with_what_is_wrong(CohortExpression expression, string fault)
    {
        var faults = CohortRuleChecks.FaultsOf(expression, "rule").Select(found => $"{found.FieldPath["rule".Length..].TrimStart('.')} {found.Reason}");

        Assert.Contains(fault, faults);
    }

    [Fact]
    public void may_have_a_diagnosis_beside_a_further_fact()
    {
        Assert.Empty(CohortRuleChecks.FaultsOf(All(Diagnosed("F20"), Now(Homeless)), "rule"));
        Assert.Empty(CohortRuleChecks.FaultsOf(Any(All(Diagnosed("F20"), InCluster(12)), Now(Homeless)), "rule"));
    }

    [Fact]
    public void has_a_depth_and_a_size_that_can_be_read()
    {
        Assert.Empty(CohortRuleChecks.FaultsOf(Deep(8), "rule"));
        Assert.Equal("RULE_TOO_LARGE", CohortRuleChecks.FaultsOf(Deep(9), "rule").Single().Reason);
        Assert.Empty(CohortRuleChecks.FaultsOf(Wide(63), "rule"));
        Assert.Equal("RULE_TOO_LARGE", CohortRuleChecks.FaultsOf(Wide(64), "rule").Single().Reason);

        static CohortExpression Deep(int levels) => levels is 1 ? Now(Homeless) : Not(Deep(levels - 1));
        static CohortExpression Wide(int count) => Any([.. Enumerable.Range(0, count).Select(_ => Now(Homeless))]);
    }

    [Fact]
    public void tells_every_fault_at_once()
    {
        var faults = CohortRuleChecks.FaultsOf(All(Events(0, 0), Any(), Age(31, 18)), "rule");

        Assert.Equal(
            ["rule.members[0].condition.facts", "rule.members[0].condition.window_days", "rule.members[0].condition.at_least", "rule.members[1].members",
                "rule.members[2].condition.max_age"],
            faults.Select(fault => fault.FieldPath));
    }

    [Theory]
    [MemberData(nameof(ReadyMade))]
    public void that_comes_with_the_service_keeps_all_of_this(string code)
    {
        var rule = ReadyMadeRules.All.Single(one => one.Code == code);

        Assert.Empty(CohortRuleChecks.FaultsOf(rule.Expression, "expression"));
        Assert.Empty(Platform.Validation.MessageValidator.Check(rule.Clone()));
    }
}
