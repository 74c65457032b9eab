using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Tests.Domain.Charging;

/// <summary>SI 2014/2672 Part 5 and Schedule 2.</summary>
public sealed class Capital_that_counts
{
    [Fact]
    public void of_a_joint_account_is_an_equal_share_without_its_fraction() =>
        // Half of 28,500.01 is a fraction of a penny above the lower limit, and no income.
        Assert.Equal((1_425_000, 0), Of(new Capital { Kind = CapitalKind.Savings, ValuePence = 2_850_001, JointHolders = 2 }));

    [Fact]
    public void of_property_is_less_a_tenth_for_a_sale_and_what_is_owed_on_it() => Assert.Equal((1_500_000, 300), Of(
        new Capital { Kind = CapitalKind.OtherProperty, ValuePence = 10_000_000, HasCostsOfSale = true, EncumbrancePence = 7_500_000 }));

    [Fact]
    public void is_never_less_than_nothing() =>
        Assert.Equal((0, 0), Of(new Capital { Kind = CapitalKind.OtherProperty, ValuePence = 100, EncumbrancePence = 7_500_000 }));

    [Theory]
    [InlineData(CapitalKind.MainHome)]
    [InlineData(CapitalKind.PersonalInjuryTrust)]
    [InlineData(CapitalKind.LifePolicy)]
    [InlineData(CapitalKind.PersonalPossessions)]
    [InlineData(CapitalKind.CompensationScheme)]
    [InlineData(CapitalKind.DirectPayment)]
    public void is_never(CapitalKind kind) => Assert.Equal((0, 0), Of(new Capital { Kind = kind, ValuePence = 90_000_000 }));

    [Theory]
    [InlineData("2025-03-11", 0)]
    [InlineData("2025-03-10", 2_000_000)]
    public void leaves_property_out_for_twelve_weeks(string from, long counted) => Assert.Equal(counted, Of(
        new Capital { Kind = CapitalKind.OtherProperty, ValuePence = 2_000_000, Disregard = CapitalDisregard.TwelveWeeks, DisregardFrom = from }).Counted);

    [Theory]
    [InlineData(CapitalKind.PersonalInjuryPayment, CapitalDisregard.InjuryPayment52Weeks, "2024-06-04", 0)]
    [InlineData(CapitalKind.PersonalInjuryPayment, CapitalDisregard.InjuryPayment52Weeks, "2024-06-03", 2_000_000)]
    [InlineData(CapitalKind.BenefitArrears, CapitalDisregard.Arrears52Weeks, "2024-06-04", 0)]
    [InlineData(CapitalKind.BusinessAssets, CapitalDisregard.Business26Weeks, "2024-12-03", 0)]
    [InlineData(CapitalKind.BusinessAssets, CapitalDisregard.Business26Weeks, "2024-12-02", 2_000_000)]
    [InlineData(CapitalKind.OtherProperty, CapitalDisregard.ToBeOccupied, "2024-12-03", 0)]
    [InlineData(CapitalKind.OtherProperty, CapitalDisregard.OccupiedByRelative, "", 0)]
    public void leaves_out_for_as_long_as_the_rule_says(CapitalKind kind, CapitalDisregard disregard, string from, long counted) =>
        Assert.Equal(counted, Of(new Capital { Kind = kind, ValuePence = 2_000_000, Disregard = disregard, DisregardFrom = from }).Counted);

    private static (long Counted, long Income) Of(Capital capital)
    {
        var means = Person.Of();
        means.Capitals.Add(capital);
        var calculation = means.Tested();
        return (calculation.CapitalPence, calculation.IncomePence);
    }
}
