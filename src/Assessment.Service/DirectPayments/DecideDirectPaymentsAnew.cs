using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.DirectPayments;

/// <summary>Section <c>DirectPayments</c>: permissions for direct payments.</summary>
internal sealed class DirectPaymentSettings
{
    /// <summary>The time between two looks for facts that changed by themselves: a consent that ended, an order that began, a birthday.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Decides anew about direct payments on the day on which what an answer rests on changes by itself.</summary>
internal sealed class DecideDirectPaymentsAnew(SweepContext context, UnitOfWork work, DirectPaymentLook look, IOptions<DirectPaymentSettings> settings)
    : ProgrammeSweep(context)
{
    /// <inheritdoc/>
    protected override TimeSpan Interval => settings.Value.SweepInterval;

    /// <inheritdoc/>
    protected override async Task SweepAsync(string programme, CancellationToken cancellationToken)
    {
        var due = await work.ReadWithoutCallerAsync(programme, DirectPaymentLook.Cause, DirectPaymentStore.DueAsync, cancellationToken);
        await EachAsync(programme, due, personId => look.TakeAsync(programme, personId, cancellationToken), cancellationToken);
    }
}
