using PersonalBudgets.Plans.Rules;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Plans.Planning;

/// <summary>What the fields of a plan say of each other, beyond the format of each. Pure; finds everything at once.</summary>
public static class PlanChecks
{
    /// <summary>The faults of a plan as it would be saved.</summary>
    /// <param name="plan">The plan with the new values.</param>
    /// <param name="linesGiven">Whether the request gives the lines: a fault is told where the caller can mend it.</param>
    /// <param name="rules">The catalogue of categories.</param>
    public static IEnumerable<Violation> Of(Plan plan, bool linesGiven, RuleBook rules) =>
    [
        .. Repeated(plan.Outcomes.Select(outcome => outcome.OutcomeId), i => $"plan.outcomes[{i}].outcome_id"),
        .. Repeated(plan.Lines.Select(line => line.LineId), i => $"plan.lines[{i}].line_id"),
        .. plan.Lines.Index().SelectMany(line => OfLine(line.Item, $"plan.lines[{line.Index}]", rules)),
        .. UnknownOutcomes(plan, linesGiven),
    ];

    private static IEnumerable<Violation> OfLine(PlanLine line, string path, RuleBook rules)
    {
        if (!rules.HasCategory(line.Category))
            yield return new($"{path}.category", "UNKNOWN_CATEGORY", "The catalogue has no such category.");
        var isByHour = line.Frequency is Frequency.PerHourWeekly;
        if (isByHour && line.WeeklyMinutes == 0)
            yield return new($"{path}.weekly_minutes", "REQUIRED", "Help that is paid by the hour needs its minutes a week.");
        if (!isByHour && line.WeeklyMinutes > 0)
            yield return new($"{path}.weekly_minutes", "NOT_APPLICABLE", "Minutes a week belong to help that is paid by the hour.");
        if (line.Cost.FirstYearPence > Costing.LargestPence)
            yield return new($"{path}.amount_pence", "LTE", $"A line costs at most {Costing.LargestPence} pence a year.");
        if (!line.ConnectedPerson && line.Necessity.Length > 0)
            yield return new($"{path}.necessity", "NOT_APPLICABLE", "Necessity is recorded where a connected person is paid.");
        if (line.Effect is not LineEffect.Substitutes && line.BlockContractId is not null)
            yield return new($"{path}.block_contract_id", "NOT_APPLICABLE", "A block contract is named where the line takes the place of its service.");
        if (line.BlockContractId is null && line.ReplacedUnits > 0)
            yield return new($"{path}.replaced_units", "NOT_APPLICABLE", "Units are those of the block contract that the line names.");
        if (line.BlockContractId is not null && line.ReplacedUnits == 0)
            yield return new($"{path}.replaced_units", "REQUIRED", "How many units of the block contract does the person no longer use?");
    }

    private static IEnumerable<Violation> UnknownOutcomes(Plan plan, bool linesGiven)
    {
        var outcomes = plan.Outcomes.Select(outcome => outcome.OutcomeId).ToHashSet();
        var lost = plan.Lines.Index().Where(line => !outcomes.Contains(line.Item.OutcomeId));
        return linesGiven
            ? lost.Select(line => new Violation($"plan.lines[{line.Index}].outcome_id", "UNKNOWN_OUTCOME", "The plan has no such outcome."))
            : lost.Take(1).Select(_ => new Violation("plan.outcomes", "OUTCOME_IN_USE", "A line serves an outcome that is not in the new list: change the lines with it."));
    }

    private static IEnumerable<Violation> Repeated(IEnumerable<Guid> ids, Func<int, string> path)
    {
        var seen = new HashSet<Guid>();
        return ids.Index().Where(id => !seen.Add(id.Item)).Select(id => new Violation(path(id.Index), "DUPLICATE", "The id stands twice in the list."));
    }
}
