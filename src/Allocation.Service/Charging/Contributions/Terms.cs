using PersonalBudgets.Allocation.Charging.Rates;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Charging.Contributions;

/// <summary>What a contribution is worked out under: the national rates, the place's policy where it has one, and the rules on income and capital.</summary>
internal sealed record Terms(ChargingRates Rates, ChargingPolicy? Policy, ChargingRules Rules)
{
    private const int Whole = 10_000;

    /// <summary>How much of the disposable income is asked for, in basis points.</summary>
    public int BasisPoints => Policy?.DisposableIncomeBasisPoints ?? Whole;

    /// <summary>The terms of a day under a policy.</summary>
    /// <exception cref="Refusal">CHARGING_RATES_MISSING.</exception>
    public static Terms Of(DateOnly day, ChargingPolicy? policy) => new(RateTables.InForce(day), policy, ChargingRules.InForce(day));

    /// <summary>The amount of an element and its source: the place's own, unless the national one has come to be the higher.</summary>
    public (long Pence, string Source) Rate(ChargingElement element)
    {
        var national = Rates.Rates.Single(rate => rate.Element == element);
        var local = Policy?.LocalRates.FirstOrDefault(rate => rate.Element == element);
        return local is not null && local.AmountPence > national.AmountPence ? (local.AmountPence, Policy!.Source) : (national.AmountPence, national.Source);
    }
}
