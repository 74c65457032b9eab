using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Charging.Statements;

/// <summary>What the lines of a statement must keep beyond the rules of their single fields.</summary>
internal static class StatementChecks
{
    /// <summary>The faults of a request, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(StatePersonalBudgetRequest request)
    {
        var seen = new HashSet<string>();
        return [.. request.Lines.Index().SelectMany(line => Faults(line.Item, $"lines[{line.Index}]", seen, request.Date))];
    }

    private static IEnumerable<Violation> Faults(ChargeableLine line, string path, HashSet<string> seen, string date)
    {
        if (!seen.Add(line.Line.LineId))
            yield return new Violation($"{path}.line.line_id", "DUPLICATE", "This line stands in the request already.");
        var isReablement = line.Service is CareService.Reablement;
        if (isReablement && line.ReablementFrom is "")
            yield return new Violation($"{path}.reablement_from", "REQUIRED", "Reablement is free from the first day of its period on: say which day that is.");
        if (!isReablement && line.ReablementFrom is not "")
            yield return new Violation($"{path}.reablement_from", "NOT_OF_THIS_KIND", "Only reablement has a period of its own.");
        if (isReablement && line.ReablementFrom is not "" && Dates.Parse(line.ReablementFrom) > Dates.Parse(date).AddDays(6))
            yield return new Violation($"{path}.reablement_from", "AFTER_START", "The period begins after the week that the statement is for.");
    }
}
