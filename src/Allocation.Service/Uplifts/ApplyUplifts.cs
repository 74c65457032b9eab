using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>Goes on with uplifts that somebody has begun to apply, part after part, also those that an end of the process left half-way.</summary>
internal sealed class ApplyUplifts(SweepContext context, UnitOfWork work, IOptions<CommitmentSettings> settings, IOptions<SplitSettings> split) : ProgrammeSweep(context)
{
    private const string Cause = "sweep:apply-uplifts";

    /// <inheritdoc/>
    protected override TimeSpan Interval => settings.Value.SweepInterval;

    /// <inheritdoc/>
    protected override async Task SweepAsync(string programme, CancellationToken cancellationToken)
    {
        var begun = await work.ReadWithoutCallerAsync(programme, Cause, AnnualUpliftStore.ApplyingAsync, cancellationToken);
        await EachAsync(programme, begun, id => FinishAsync(programme, id, cancellationToken), cancellationToken);
    }

    private async Task FinishAsync(string programme, Guid id, CancellationToken cancellationToken)
    {
        while (await work.WithoutCallerAsync(programme, Cause, mutation => UpliftPart.ApplyAsync(mutation, id, split.Value), cancellationToken))
        {
        }
    }
}
