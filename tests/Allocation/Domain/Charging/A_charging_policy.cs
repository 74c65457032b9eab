using PersonalBudgets.Allocation.Charging.Policies;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Tests.Domain.Charging;

/// <summary>DOMAIN 16: charging.*, mig.*.</summary>
public sealed class A_charging_policy
{
    [Fact]
    public void may_be_kinder_than_the_law() => Assert.Empty(Faults(
        (ChargingElement.UpperCapitalLimit, 2_325_000), (ChargingElement.SingleFrom25, 13_000), (ChargingElement.CarerPremium, 5_525)));

    [Fact]
    public void is_refused_where_it_is_harsher_and_names_every_fault() => Assert.Equal(
        [("local_rates[0].amount_pence", "BELOW_NATIONAL"), ("local_rates[1].amount_pence", "BELOW_NATIONAL"), ("local_rates[2].element", "NOT_LOCAL"),
         ("local_rates[3].element", "DUPLICATE")],
        Faults((ChargingElement.UpperCapitalLimit, 2_324_999), (ChargingElement.SingleFrom25, 12_039), (ChargingElement.LowerCapitalLimit, 2_000_000), (ChargingElement.SingleFrom25, 13_000)));

    [Fact]
    public void for_a_year_to_come_is_held_against_the_newest_rates()
    {
        Assert.Equal([("local_rates[0].amount_pence", "BELOW_NATIONAL")], Faults("2190-04-01", (ChargingElement.Single18To24, 9_539)));
        Assert.Empty(Faults("2190-04-01", (ChargingElement.Single18To24, 9_540)));
    }

    [Fact]
    public void says_where_it_was_agreed_and_how_much_it_asks_for() => Assert.Equal(
        ["charging_policy.source", "charging_policy.disposable_income_basis_points"],
        ChargingPolicyChecks.Faults(new ChargingPolicy { ValidFrom = "2026-12-01", Source = " " }).Select(fault => fault.FieldPath));

    private static IEnumerable<(string, string)> Faults(params (ChargingElement, long)[] rates) => Faults("2026-12-01", rates);

    private static IEnumerable<(string, string)> Faults(string validFrom, params (ChargingElement Element, long Pence)[] rates) => ChargingPolicyChecks
        .Faults(new ChargingPolicy
        {
            ValidFrom = validFrom,
            Source = "Cabinet",
            DisposableIncomeBasisPoints = 10_000,
            LocalRates = { rates.Select(rate => new LocalRate { Element = rate.Element, AmountPence = rate.Pence }) },
        })
        .Select(fault => (fault.FieldPath["charging_policy.".Length..], fault.Reason));
}
