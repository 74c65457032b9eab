using Microsoft.Extensions.Options;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Offers;

/// <summary>Ends offers that were not answered in time. Nobody waits for it: a lapsed offer reads as expired and takes no answer before this has been by.</summary>
internal sealed class ExpireOffers(SweepContext context, UnitOfWork work, IOptions<OfferSettings> settings) : ProgrammeSweep(context)
{
    /// <summary>What the audit calls it.</summary>
    public const string Action = "assessment.offer.expired";

    private const string Cause = "sweep:expire-offers";

    /// <inheritdoc/>
    protected override TimeSpan Interval => settings.Value.SweepInterval;

    /// <inheritdoc/>
    protected override async Task SweepAsync(string programme, CancellationToken cancellationToken)
    {
        var lapsed = await work.ReadWithoutCallerAsync(programme, Cause, OfferStore.LapsedAsync, cancellationToken);
        await EachAsync(
            programme, lapsed, offer => work.WithoutCallerAsync(programme, Cause, mutation => ExpireAsync(mutation, offer), cancellationToken), cancellationToken);
    }

    private static async Task<bool> ExpireAsync(Mutation mutation, OfferRow offer)
    {
        var ended = await OfferStore.ExpireAsync(mutation, offer.Id);
        mutation.Audit(Action, "OFFER", offer.Id, ended ? "DONE" : "NOT_LAPSED", offer.PersonId);
        return ended;
    }
}
