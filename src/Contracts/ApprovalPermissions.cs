namespace PersonalBudgets.Contracts;

/// <summary>Permissions that open no method but say at which level their holder approves a plan (DOMAIN 7.2): without one it is a team manager's.</summary>
public static class ApprovalPermissions
{
    /// <summary>Approves as the panel.</summary>
    public const string Panel = "plans.approvals.panel";

    /// <summary>Approves as a service manager.</summary>
    public const string ServiceManager = "plans.approvals.service_manager";
}
