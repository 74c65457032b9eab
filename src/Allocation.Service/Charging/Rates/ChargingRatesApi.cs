using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Charging.Rates;

/// <summary>The contract's ChargingRatesService. The same in every programme, so nothing is read from the database.</summary>
internal sealed class ChargingRatesApi(UnitOfWork work) : ChargingRatesService.ChargingRatesServiceBase
{
    /// <inheritdoc/>
    public override Task<ListChargingRatesResponse> ListChargingRates(ListChargingRatesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "charging-rates");
            var from = page.After is { } after ? RateTables.All.Index().First(rates => IdOf(rates.Item) == after).Index + 1 : 0;
            var (rates, next) = page.Split([.. RateTables.All.Skip(from).Take(page.Take)], IdOf);
            return Task.FromResult(new ListChargingRatesResponse { ChargingRates = { rates }, NextPageToken = next });
        });

    /// <inheritdoc/>
    public override Task<ChargingRates> GetChargingRates(GetChargingRatesRequest request, ServerCallContext context)
    {
        var id = Guid.Parse(request.ChargingRatesId);
        return Task.FromResult(RateTables.Get(id) ?? throw Refusal.NotFound("CHARGING_RATES", id));
    }

    private static Guid IdOf(ChargingRates rates) => Guid.Parse(rates.ChargingRatesId);
}
