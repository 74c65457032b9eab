using Microsoft.Extensions.Options;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Holds;

/// <summary>
/// Has the funder keep the money of those of whom Assessment asks it, and lets go what is not asked for any more. Nothing is published about such a hold,
/// so this looks. While Assessment is away what was last known holds.
/// </summary>
internal sealed class FollowHolds(SweepContext context, UnitOfWork work, AssessmentHolds assessment, HoldStore holds, IOptions<HoldsSettings> settings) : ProgrammeSweep(context)
{
    private const string Cause = "sweep:follow-holds";

    /// <inheritdoc/>
    protected override TimeSpan Interval => settings.Value.SweepInterval;

    /// <inheritdoc/>
    protected override async Task SweepAsync(string programme, CancellationToken cancellationToken)
    {
        var asked = await assessment.PaidByFunderAsync(programme, cancellationToken);
        var (wanted, kept) = await work.ReadWithoutCallerAsync(
            programme, Cause, async session => (await holds.SurvivorsAsync(session, asked), await holds.PaidByFunderAsync(session)), cancellationToken);
        var changes = wanted.Except(kept).Select(personId => (personId, true)).Concat(kept.Except(wanted).Select(personId => (personId, false)));
        await EachAsync(programme, changes, change => FollowAsync(programme, change.personId, change.Item2, cancellationToken), cancellationToken);
    }

    private Task<bool> FollowAsync(string programme, Guid personId, bool isPaidByFunder, CancellationToken cancellationToken) => work.WithoutCallerAsync(
        programme,
        Cause,
        async mutation =>
        {
            var changed = await holds.SetPaidByFunderAsync(mutation, personId, isPaidByFunder);
            mutation.Audit("payments.holds.followed", "PERSON", personId, changed > 0 ? "DONE" : "NOTHING_TO_CHANGE");
            return true;
        },
        cancellationToken);
}
