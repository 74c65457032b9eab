using PersonalBudgets.Plans.Planning;

namespace PersonalBudgets.Plans.Rules;

/// <summary>Puts what the rules say onto a plan's lines.</summary>
public static class Findings
{
    /// <summary>The plan with the findings of each line.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="today">Stands for the plan's first day while that is not said.</param>
    public static Plan WithFindings(this Plan plan, RuleBook rules, DateOnly today) => plan with
    {
        Lines = [.. plan.Lines.Select(line => line with { Findings = rules.Assess(line, plan.StartDate ?? today) })],
    };
}
