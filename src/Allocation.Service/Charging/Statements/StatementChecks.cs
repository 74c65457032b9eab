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
        return
        [
            .. WayFaults(request),
            .. request.Lines.Index().SelectMany(line => Faults(
                line.Item.Line.LineId, $"lines[{line.Index}].line.line_id", line.Item.Service, line.Item.ReablementFrom, $"lines[{line.Index}]", seen, request.Date)),
            .. request.Services.Index().SelectMany(line => Faults(
                line.Item.LineId, $"services[{line.Index}].line_id", line.Item.Service, line.Item.ReablementFrom, $"services[{line.Index}]", seen, request.Date)),
        ];
    }

    private static IEnumerable<Violation> WayFaults(StatePersonalBudgetRequest request)
    {
        if (request.CommitmentId is "" && request.Lines.Count is 0)
            yield return new Violation("lines", "REQUIRED", "A statement is of lines, or of a commitment.");
        if (request.CommitmentId is not "" && request.Lines.Count > 0)
            yield return new Violation("commitment_id", "ONE_WAY", "Give lines, or name a commitment, which has its own.");
        if (request.CommitmentId is "" && request.Services.Count > 0)
            yield return new Violation("services", "NOT_OF_THIS_KIND", "Lines that are given say themselves what they buy.");
    }

    private static IEnumerable<Violation> Faults(
        string lineId, string lineIdPath, CareService service, string reablementFrom, string path, HashSet<string> seen, string date)
    {
        if (!seen.Add(lineId))
            yield return new Violation(lineIdPath, "DUPLICATE", "This line stands in the request already.");
        var isReablement = service is CareService.Reablement;
        if (isReablement && reablementFrom is "")
            yield return new Violation($"{path}.reablement_from", "REQUIRED", "Reablement is free from the first day of its period on: say which day that is.");
        if (!isReablement && reablementFrom is not "")
            yield return new Violation($"{path}.reablement_from", "NOT_OF_THIS_KIND", "Only reablement has a period of its own.");
        if (isReablement && reablementFrom is not "" && Dates.Parse(reablementFrom) > Dates.Parse(date).AddDays(6))
            yield return new Violation($"{path}.reablement_from", "AFTER_START", "The period begins after the week that the statement is for.");
    }
}
