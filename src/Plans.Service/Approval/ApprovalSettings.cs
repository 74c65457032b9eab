namespace PersonalBudgets.Plans.Approval;

/// <summary>Section <c>Approvals</c>: how plans that were left between the two steps are found.</summary>
public sealed class ApprovalSettings
{
    /// <summary>The time from one sweep to the next.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a plan is left to the call that began its approval; longer than that call's deadline.</summary>
    public TimeSpan ResumeAfter { get; set; } = TimeSpan.FromSeconds(10);
}
