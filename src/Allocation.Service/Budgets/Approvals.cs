using PersonalBudgets.Allocation.Delegations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Who approved what is to be set aside.</summary>
internal static class Approvals
{
    /// <summary>
    /// Requires that each funder approved, or one whom an agreement lets decide for it, at the level that the lines' distance from the indicative budget asks for, and
    /// that reasons are given.
    /// </summary>
    /// <param name="lines">The lines of a year.</param>
    /// <param name="budget">The indicative budget.</param>
    /// <param name="claims">What those bear whose approval is needed.</param>
    /// <param name="approvals">Who approved.</param>
    /// <param name="agreements">The agreements in force.</param>
    /// <param name="reasons">Why the lines cost more or less.</param>
    /// <returns>The agreements by which an approval counted for another funder.</returns>
    /// <exception cref="Refusal">APPROVAL_MISSING, APPROVAL_LEVEL_TOO_LOW, REASONS_REQUIRED: all of them at once.</exception>
    public static IReadOnlyList<Guid> Require(
        IEnumerable<CostedLine> lines, BudgetFacts budget, IReadOnlyList<Claim> claims, IReadOnlyCollection<BudgetApproval> approvals,
        IReadOnlyList<DelegationRow> agreements, string reasons)
    {
        var plan = lines.Sum(line => line.AnnualPence + line.OneOffPence);
        var models = budget.ReadSteps();
        var delegated = agreements.Count > 0 ? DelegatedApprovals.For(claims, approvals, agreements) : [];
        BrokenRule[] broken =
        [
            .. Tolerance.Broken(
                plan, budget.IndicativePence, models, claims.Select(claim => claim.Funder).Distinct(), [.. approvals, .. delegated.Select(other => other.Approval)], reasons),
        ];
        if (broken.Length is 0)
            return [.. delegated.Select(other => other.AgreementId)];
        (string, object)[] level = [("required_level", Tolerance.LevelFor(plan, budget.IndicativePence, models).Code()), ("plan_pence", plan), ("indicative_pence", budget.IndicativePence)];
        throw Refusal.Rules(broken, broken[0].Code is "REASONS_REQUIRED" ? level : [("funder", broken[0].Subject), .. level]);
    }

    /// <summary>Whether a funder has to approve that is not among those who did: only then are agreements looked for.</summary>
    public static bool AreLacking(IEnumerable<Claim> claims, IReadOnlyCollection<BudgetApproval> approvals) =>
        claims.Any(claim => approvals.All(approval => approval.Funder != claim.Funder));

    /// <summary>Records by which agreements approvals counted for other funders.</summary>
    public static void AuditDelegated(Mutation work, IEnumerable<Guid> agreements, Guid personId)
    {
        foreach (var agreement in agreements)
            work.Audit("allocation.share.approved_by_delegation", "DELEGATION_AGREEMENT", agreement, personId: personId);
    }

    /// <summary>One approval of each funder.</summary>
    public static IEnumerable<Violation> Faults(IReadOnlyList<BudgetApproval> approvals)
    {
        var seen = new HashSet<string>();
        return approvals.Index().Where(approval => !seen.Add(approval.Item.Funder)).Select(approval => new Violation(
            $"approvals[{approval.Index}].funder", "DUPLICATE", "This funder has an approval in the request already."));
    }
}
