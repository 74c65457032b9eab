using Microsoft.Extensions.Options;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>Holds balances against transfers again and again, so that damage is seen before anybody asks.</summary>
public sealed partial class LedgerCheck(
    SweepContext context, UnitOfWork work, LedgerQueryStore ledger, PaymentsMetrics metrics, IOptions<LedgerSettings> settings, ILogger<LedgerCheck> log)
    : ProgrammeSweep(context)
{
    /// <inheritdoc/>
    protected override TimeSpan Interval => settings.Value.CheckInterval;

    /// <inheritdoc/>
    protected override async Task SweepAsync(string programme, CancellationToken cancellationToken)
    {
        var rows = await work.ReadWithoutCallerAsync(programme, "sweep:check-ledger", ledger.SumAsync, cancellationToken);
        var imbalance = TrialBalances.ImbalanceOf(rows);
        metrics.SetImbalance(programme, imbalance);
        if (imbalance is not 0)
            LogImbalance(programme, imbalance);
    }

    [LoggerMessage(4001, LogLevel.Critical, "The ledger of {Programme} is wrong by {ImbalancePence} pence")]
    private partial void LogImbalance(string programme, long imbalancePence);
}
