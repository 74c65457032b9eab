using Microsoft.Extensions.Options;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>
/// Raises an alert where a figure of a fund has passed a threshold since it was last looked at, or has come back. Looked at from outside: whoever
/// commits money waits for no report.
/// </summary>
internal sealed class WatchFunds(SweepContext context, UnitOfWork work, IOptions<FundWatchSettings> settings) : ProgrammeSweep(context)
{
    private const string Cause = "sweep:watch-funds";

    /// <inheritdoc/>
    protected override TimeSpan Interval => settings.Value.Interval;

    /// <inheritdoc/>
    protected override async Task SweepAsync(string programme, CancellationToken cancellationToken)
    {
        var crossed = await work.ReadWithoutCallerAsync(
            programme, Cause,
            async session =>
            {
                var seen = (await AlertStore.WatchesAsync(session)).ToLookup(row => row.FundId);
                return (IReadOnlyList<Guid>)[.. (await PositionStore.OpenAsync(session)).Where(fund => Threshold.Crossed(fund, seen[fund.Id]).Count > 0).Select(fund => fund.Id)];
            },
            cancellationToken);
        await EachAsync(
            programme, crossed, id => work.WithoutCallerAsync(programme, Cause, mutation => RaiseAsync(mutation, id), cancellationToken), cancellationToken);
    }

    private static async Task<bool> RaiseAsync(Mutation mutation, Guid id)
    {
        // Read again under the lock: another replica may have raised it since, or the figure come back.
        await FundStore.LockAsync(mutation, id);
        var fund = await PositionStore.GetAsync(mutation, id);
        var crossed = Threshold.Crossed(fund, await AlertStore.WatchesAsync(mutation, id));
        mutation.Audit("allocation.fund.watched", "FUND", id, crossed.Count > 0 ? "ALERT_RAISED" : "NOTHING_PASSED");
        foreach (var threshold in crossed)
        {
            var alertId = mutation.NewId();
            await AlertStore.RaiseAsync(mutation, alertId, fund, threshold);
            mutation.Publish(
                new FundForecastBreached
                {
                    Programme = mutation.Programme,
                    SubjectId = alertId.ToString(),
                    SubjectVersion = 1,
                    OccurredAt = mutation.Now,
                    FundId = id.ToString(),
                    Funder = fund.Funder,
                    FinancialYear = fund.FinancialYear,
                    Purpose = fund.Purpose,
                    Measure = threshold.Code,
                    ThresholdBasisPoints = threshold.BasisPoints,
                    Direction = threshold.IsAbove ? "ABOVE" : "BELOW",
                    FigurePence = threshold.FigurePence,
                    ApprovedPence = fund.ApprovedPence,
                },
                alertId.ToString());
        }

        return crossed.Count > 0;
    }
}
