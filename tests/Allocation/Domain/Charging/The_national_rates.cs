using PersonalBudgets.Allocation.Charging.Contributions;
using PersonalBudgets.Allocation.Charging.Rates;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Tests.Domain.Charging;

/// <summary>DOMAIN 5.3 and 0, A17.</summary>
public sealed class The_national_rates
{
    public static TheoryData<string> Years => [.. RateTables.All.Select(rates => rates.Year)];

    [Fact]
    public void are_loaded_for_three_years_without_a_gap()
    {
        Assert.Equal(["2024-25", "2025-26", "2026-27"], RateTables.All.Select(rates => rates.Year));
        Assert.All(RateTables.All.Zip(RateTables.All.Skip(1)), pair => Assert.Equal(Dates.Parse(pair.First.ValidTo).AddDays(1), Dates.Parse(pair.Second.ValidFrom)));
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void have_every_element_once_with_its_days_status_and_source(string year)
    {
        var set = RateTables.All.Single(rates => rates.Year == year);

        Assert.Equal(Enum.GetValues<ChargingElement>().Skip(1).Order(), set.Rates.Select(rate => rate.Element).Order());
        Assert.All(set.Rates, rate =>
        {
            Assert.True(rate.AmountPence > 0 && rate.Source.Length > 0 && rate.Status is not RateStatus.Unspecified);
            Assert.True(Dates.Parse(rate.ValidFrom) <= Dates.Parse(set.ValidFrom) && Dates.Parse(rate.ValidTo) >= Dates.Parse(set.ValidTo));
        });
        Assert.Equal((23_250_00, 14_250_00), (set.Amount(ChargingElement.UpperCapitalLimit), set.Amount(ChargingElement.LowerCapitalLimit)));
    }

    [Theory]
    [InlineData(ChargingElement.Single18To24, 95_40, RateStatus.Found)]
    [InlineData(ChargingElement.SingleFrom25, 120_40, RateStatus.Computed)]
    [InlineData(ChargingElement.CoupleMember, 94_55, RateStatus.Computed)]
    [InlineData(ChargingElement.SinglePensionAge, 241_45, RateStatus.Computed)]
    [InlineData(ChargingElement.CarerPremium, 55_25, RateStatus.Computed)]
    public void of_2026_say_what_was_computed(ChargingElement element, long pence, RateStatus status)
    {
        var rate = RateTables.InForce(new DateOnly(2026, 11, 22)).Rates.Single(rate => rate.Element == element);

        Assert.Equal((pence, status), (rate.AmountPence, rate.Status));
    }

    [Fact]
    public void that_were_recalled_for_2024_give_those_of_2025_by_the_rise_of_that_year()
    {
        var (before, after) = (RateTables.All[0], RateTables.All[1]);

        // 1.7 % in September 2024, to the nearest five pence.
        Assert.All(before.Rates.Skip(2), rate => Assert.Equal(((rate.AmountPence * 1_017) + 2_500) / 5_000 * 5, after.Amount(rate.Element)));
    }

    [Theory]
    [InlineData("2024-04-08", "2024-25")]
    [InlineData("2025-04-06", "2024-25")]
    [InlineData("2025-04-07", "2025-26")]
    [InlineData("2026-04-05", "2025-26")]
    [InlineData("2027-04-11", "2026-27")]
    public void begin_with_the_first_Monday_of_the_tax_year(string day, string year) => Assert.Equal(year, RateTables.InForce(Dates.Parse(day)).Year);

    [Theory]
    [InlineData("2024-04-07")]
    [InlineData("2027-04-12")]
    public void of_a_year_that_is_not_loaded_are_missing(string day)
    {
        var refusal = Assert.Throws<Refusal>(() => RateTables.InForce(Dates.Parse(day)));

        Assert.Equal("CHARGING_RATES_MISSING", refusal.Reason);
    }

    [Fact]
    public void come_with_a_rule_on_every_kind_of_income_and_capital()
    {
        var rules = ChargingRules.InForce(Person.Day);

        Assert.All(Enum.GetValues<IncomeKind>().Skip(1), kind => Assert.NotEmpty(rules.Of(kind).Source));
        Assert.All(Enum.GetValues<CapitalKind>().Skip(1), kind => Assert.NotEmpty(rules.Of(kind).Source));
        Assert.All(Enum.GetValues<CapitalDisregard>().Skip(1), disregard => Assert.NotEmpty(rules.Of(disregard).Source));
        Assert.Same(rules, ChargingRules.Named(rules.Version));
    }
}
