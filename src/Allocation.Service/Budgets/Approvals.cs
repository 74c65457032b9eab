using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Who approved what is to be set aside.</summary>
internal static class Approvals
{
    /// <summary>Requires that each funder approved, at the level that the lines' distance from the indicative budget asks for, and that reasons are given.</summary>
    /// <exception cref="Refusal">APPROVAL_MISSING, APPROVAL_LEVEL_TOO_LOW, REASONS_REQUIRED: all of them at once.</exception>
    public static void Require(
        IEnumerable<CostedLine> lines, BudgetFacts budget, IEnumerable<string> funders, IReadOnlyCollection<BudgetApproval> approvals, string reasons)
    {
        var plan = lines.Sum(line => line.AnnualPence + line.OneOffPence);
        var models = budget.ReadSteps();
        BrokenRule[] broken = [.. Tolerance.Broken(plan, budget.AnnualPence, models, funders, approvals, reasons)];
        if (broken.Length is 0)
            return;
        (string, object)[] level = [("required_level", Tolerance.LevelFor(plan, budget.AnnualPence, models).Code()), ("plan_pence", plan), ("indicative_pence", budget.AnnualPence)];
        throw Refusal.Rules(broken, broken[0].Code is "REASONS_REQUIRED" ? level : [("funder", broken[0].Subject), .. level]);
    }

    /// <summary>One approval of each funder.</summary>
    public static IEnumerable<Violation> Faults(IReadOnlyList<BudgetApproval> approvals)
    {
        var seen = new HashSet<string>();
        return approvals.Index().Where(approval => !seen.Add(approval.Item.Funder)).Select(approval => new Violation(
            $"approvals[{approval.Index}].funder", "DUPLICATE", "This funder has an approval in the request already."));
    }
}
