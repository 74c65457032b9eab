using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Plans.Approval;

/// <summary>The level at which somebody approves, by the permissions of their token: their own organisation gives them (DOMAIN 0, A5).</summary>
public static class ApproverLevel
{
    /// <summary>The highest level of these permissions; whoever may approve at all is a team manager.</summary>
    public static ApprovalLevel Of(IReadOnlySet<string> permissions) =>
        permissions.Contains(ApprovalPermissions.Panel) ? ApprovalLevel.Panel
        : permissions.Contains(ApprovalPermissions.ServiceManager) ? ApprovalLevel.ServiceManager
        : ApprovalLevel.TeamManager;
}
