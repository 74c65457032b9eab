using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Gives back what was held for plans that were not approved in time.</summary>
internal sealed class ExpireHolds(SweepContext context, UnitOfWork work, IOptions<CommitmentSettings> settings) : ProgrammeSweep(context)
{
    private const string Cause = "sweep:expire-holds";

    /// <inheritdoc/>
    protected override TimeSpan Interval => settings.Value.SweepInterval;

    /// <inheritdoc/>
    protected override async Task SweepAsync(string programme, CancellationToken cancellationToken)
    {
        var lapsed = await work.ReadWithoutCallerAsync(programme, Cause, CommitmentStore.LapsedAsync, cancellationToken);
        await EachAsync(
            programme, lapsed, id => work.WithoutCallerAsync(programme, Cause, mutation => ExpireAsync(mutation, id), cancellationToken), cancellationToken);
    }

    private static async Task<bool> ExpireAsync(Mutation mutation, Guid id)
    {
        // Read again under the lock: it may have been confirmed, or expired by another replica, since the sweep looked.
        var commitment = await CommitmentStore.LockAsync(mutation, id);
        var lapsed = commitment.IsHeld && commitment.ExpiresAt <= mutation.Now.UtcDateTime;
        if (lapsed)
            await CommittedMoney.GiveBackAsync(mutation, [commitment], CommitmentState.Expired, "EXPIRED");
        else
            mutation.Audit("allocation.commitment.given_back", "COMMITMENT", id, "NOT_LAPSED");
        return lapsed;
    }
}
