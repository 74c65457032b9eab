using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.CohortRules;

/// <summary>What a rule must be beyond what the contract says of its fields: a rule that is stored can be asked, and can be true of somebody.</summary>
internal static class CohortRuleChecks
{
    private const int Deepest = 8;
    private const int MostNodes = 64;

    /// <summary>Every fault of a rule.</summary>
    /// <param name="expression">Who belongs to the cohort; its fields keep the contract's rules.</param>
    /// <param name="path">Where it stands in the request.</param>
    public static IReadOnlyList<Violation> FaultsOf(CohortExpression expression, string path)
    {
        if (Depth(expression) > Deepest || Count(expression) > MostNodes)
            return [new Violation(path, "RULE_TOO_LARGE", $"A rule is at most {Deepest} deep and has at most {MostNodes} conditions and joints.")];
        var faults = new List<Violation>();
        Check(expression, path, faults);
        if (faults.Count is 0 && HasDiagnosis(expression) && !NeedsMore(expression))
            faults.Add(new Violation(path, "DIAGNOSIS_ALONE", "Nobody is identified by a diagnosis alone: every way to meet the rule needs a further fact that is no age."));
        return faults;
    }

    private static void Check(CohortExpression expression, string path, List<Violation> faults)
    {
        var isCondition = expression.Operator is CohortOperator.Condition;
        if (isCondition && expression.Condition is null)
            faults.Add(new Violation($"{path}.condition", "REQUIRED", "A condition must be given."));
        if (!isCondition && expression.Condition is not null)
            faults.Add(new Violation($"{path}.condition", "NOT_OF_THIS_OPERATOR", "Only the operator CONDITION has a condition."));
        if (isCondition && expression.Members.Count > 0)
            faults.Add(new Violation($"{path}.members", "NOT_OF_THIS_OPERATOR", "The operator CONDITION joins nothing."));
        if (!isCondition && expression.Members.Count is 0)
            faults.Add(new Violation($"{path}.members", "RULE_EMPTY", "There is nothing to join."));
        if (expression.Operator is CohortOperator.Not && expression.Members.Count > 1)
            faults.Add(new Violation($"{path}.members", "MAX_ITEMS", "The operator NOT has one member."));
        if (expression.Operator is CohortOperator.All && IsAgeContradictory(expression))
            faults.Add(new Violation($"{path}.members", "AGES_CONTRADICT", "Nobody has all of these ages."));

        if (isCondition && expression.Condition is { } condition)
            faults.AddRange(CohortConditionChecks.FaultsOf(condition, $"{path}.condition"));
        for (var index = 0; index < expression.Members.Count; index++)
            Check(expression.Members[index], $"{path}.members[{index}]", faults);
    }

    /// <summary>Whether every way to meet it needs a fact that is neither a diagnosis nor an age. What is not so is no fact: it says nothing about what somebody needs.</summary>
    private static bool NeedsMore(CohortExpression expression) => expression.Operator switch
    {
        CohortOperator.All => expression.Members.Any(NeedsMore),
        CohortOperator.Any => expression.Members.All(NeedsMore),
        CohortOperator.Condition => expression.Condition.Kind is not (CohortConditionKind.Diagnosis or CohortConditionKind.Age),
        _ => false,
    };

    private static bool HasDiagnosis(CohortExpression expression) =>
        expression.Condition?.Kind is CohortConditionKind.Diagnosis || expression.Members.Any(HasDiagnosis);

    private static bool IsAgeContradictory(CohortExpression all)
    {
        CohortCondition[] ages = [.. all.Members.Select(member => member.Condition).OfType<CohortCondition>().Where(condition => condition.Kind is CohortConditionKind.Age)];
        CohortCondition[] bounded = [.. ages.Where(age => age.MaxAge > 0)];
        return ages.Length > 1 && bounded.Length > 0 && ages.Max(age => age.MinAge) > bounded.Min(age => age.MaxAge);
    }

    private static int Depth(CohortExpression expression) => 1 + expression.Members.Select(Depth).DefaultIfEmpty().Max();

    private static int Count(CohortExpression expression) => 1 + expression.Members.Sum(Count);
}
