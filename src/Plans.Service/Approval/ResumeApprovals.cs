using Microsoft.Extensions.Options;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Approval;

/// <summary>Finishes approvals that a crash, or an Allocation out of reach, left between the two steps.</summary>
public sealed class ResumeApprovals(
    SweepContext context, UnitOfWork work, PlanStore plans, ApprovalCompletion completion, TimeProvider time, IOptions<ApprovalSettings> settings)
    : ProgrammeSweep(context)
{
    /// <inheritdoc/>
    protected override TimeSpan Interval => settings.Value.SweepInterval;

    /// <inheritdoc/>
    protected override async Task SweepAsync(string programme, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - settings.Value.ResumeAfter;
        var waiting = await work.ReadWithoutCallerAsync(
            programme, "sweep:resume-approvals", session => plans.ListApprovingAsync(session, before), cancellationToken);
        await EachAsync(programme, waiting, planId => completion.RunAsync(programme, planId, cancellationToken), cancellationToken);
    }
}
