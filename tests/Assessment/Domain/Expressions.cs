using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Expressions of cohort rules in few words.</summary>
internal static class Expressions
{
    public static CohortExpression All(params IEnumerable<CohortExpression> members) => new() { Operator = CohortOperator.All, Members = { members } };

    public static CohortExpression Any(params IEnumerable<CohortExpression> members) => new() { Operator = CohortOperator.Any, Members = { members } };

    public static CohortExpression Not(CohortExpression member) => new() { Operator = CohortOperator.Not, Members = { member } };

    public static CohortExpression Of(CohortCondition condition) => new() { Operator = CohortOperator.Condition, Condition = condition };

    public static CohortExpression Age(int min, int max) => Of(new() { Kind = CohortConditionKind.Age, MinAge = min, MaxAge = max });

    public static CohortExpression InCluster(params IEnumerable<int> clusters) => Of(new() { Kind = CohortConditionKind.Cluster, Clusters = { clusters } });

    public static CohortExpression Diagnosed(params IEnumerable<string> codes) => Of(new() { Kind = CohortConditionKind.Diagnosis, DiagnosisCodes = { codes } });

    public static CohortExpression Events(int window, int atLeast, params IEnumerable<CaseloadFactKind> facts) =>
        Of(new() { Kind = CohortConditionKind.Events, WindowDays = window, AtLeast = atLeast, Facts = { facts } });

    public static CohortExpression BedDays(int window, int atLeast, params IEnumerable<CaseloadFactKind> facts) =>
        Of(new() { Kind = CohortConditionKind.BedDays, WindowDays = window, AtLeast = atLeast, Facts = { facts } });

    public static CohortExpression Readmissions(int window, int within, int atLeast, params IEnumerable<CaseloadFactKind> facts) =>
        Of(new() { Kind = CohortConditionKind.Readmissions, WindowDays = window, WithinDays = within, AtLeast = atLeast, Facts = { facts } });

    public static CohortExpression Now(params IEnumerable<CaseloadFactKind> facts) => Of(new() { Kind = CohortConditionKind.Current, Facts = { facts } });

    public static CohortExpression NowFor(int days, params IEnumerable<CaseloadFactKind> facts) =>
        Of(new() { Kind = CohortConditionKind.Current, AtLeast = days, Facts = { facts } });

    public static CohortExpression Ended(int window, params IEnumerable<CaseloadFactKind> facts) =>
        Of(new() { Kind = CohortConditionKind.Ended, WindowDays = window, Facts = { facts } });
}
