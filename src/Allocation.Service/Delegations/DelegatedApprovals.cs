using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Delegations;

/// <summary>Approvals that count for another funder's share by a recorded agreement (DOMAIN 0, A5).</summary>
internal static class DelegatedApprovals
{
    /// <summary>Which funders' approvals count for shares beside their own.</summary>
    /// <param name="claims">What each funder is to bear.</param>
    /// <param name="agreements">The agreements in force.</param>
    public static IEnumerable<DelegatedApproval> Of(IEnumerable<Claim> claims, IReadOnlyList<DelegationRow> agreements) => Claim.ByFunder(claims)
        .SelectMany(claim => agreements.Where(agreement => agreement.Covers(claim.Funder, claim.Pence)))
        .Select(agreement => new DelegatedApproval { Funder = agreement.Funder, ApproverFunder = agreement.ApproverFunder })
        .Distinct();

    /// <summary>For funders that bear a share and did not approve it: the highest approval that an agreement lets count for it, and the agreement.</summary>
    /// <param name="claims">What each of those who approve is to bear.</param>
    /// <param name="approvals">Who approved: an approval counts for another funder only where its own funder gave it.</param>
    /// <param name="agreements">The agreements in force.</param>
    public static IReadOnlyList<(BudgetApproval Approval, Guid AgreementId)> For(
        IEnumerable<Claim> claims, IReadOnlyCollection<BudgetApproval> approvals, IReadOnlyList<DelegationRow> agreements) =>
    [
        .. Claim.ByFunder(claims).Where(claim => approvals.All(approval => approval.Funder != claim.Funder)).SelectMany(claim => agreements
            .Where(agreement => agreement.Covers(claim.Funder, claim.Pence))
            .SelectMany(agreement => approvals.Where(approval => approval.Funder == agreement.ApproverFunder), (agreement, approval) => (agreement, approval))
            .OrderByDescending(pair => pair.approval.Level)
            .Take(1)
            .Select(pair => (new BudgetApproval { Funder = claim.Funder, Level = pair.approval.Level }, pair.agreement.Id))),
    ];
}
