using PersonalBudgets.Allocation.Charging.FinancialAssessments;
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

    [Theory]
    [InlineData(2_000_000, 0, 2_000_000, 2_300)]
    [InlineData(2_000_000, 500_000, 1_500_000, 300)]
    [InlineData(2_000_000, 2_000_000, 0, 0)]
    public void of_what_was_given_away_to_pay_less_counts_like_what_is_there_and_becomes_less(long value, long reduced, long counted, long income) =>
        Assert.Equal((counted, income), Of(new Capital { Kind = CapitalKind.Notional, ValuePence = value, ReducedPence = reduced, DeprivationReason = "A gift." }));

    [Fact]
    public void of_what_was_given_away_says_what_would_be_paid_without_it()
    {
        var means = Person.Fa1();
        means.Capitals.Add(new Capital { Kind = CapitalKind.Notional, ValuePence = 1_000_000, DeprivationReason = "A gift." });

        var calculation = means.Tested();

        // 19,000.00 in all: a tariff of 19.00 a week.
        Assert.Equal((8_402 + 1_900, 8_402), (calculation.Contribution.WeeklyMaximumPence, calculation.ContributionWithoutNotionalCapital.WeeklyMaximumPence));
        Assert.Equal("WITHOUT_NOTIONAL_CAPITAL", calculation.Steps[^1].Code);
        means.Capitals[^1].ValuePence = 9_000_000;
        Assert.True(means.Tested() is { Contribution.IsFullCost: true, ContributionWithoutNotionalCapital.WeeklyMaximumPence: 8_402 });
        Assert.Null(Person.Fa1().Tested().ContributionWithoutNotionalCapital);
    }

    [Fact]
    public void of_what_was_given_away_is_recorded_with_its_reason_and_nothing_else_is()
    {
        var means = Person.Of();
        means.Capitals.Add(new Capital { Kind = CapitalKind.Notional, ValuePence = 1, ReducedPence = 2 });
        means.Capitals.Add(new Capital { Kind = CapitalKind.Savings, ValuePence = 5, ReducedPence = 1, DeprivationReason = "A gift." });

        Assert.Equal(
            [("capitals[0].deprivation_reason", "REQUIRED"), ("capitals[0].reduced_pence", "OUT_OF_RANGE"), ("capitals[1].deprivation_reason", "NOT_OF_THIS_KIND"), ("capitals[1].reduced_pence", "NOT_OF_THIS_KIND")],
            MeansChecks.Faults(means, Person.Day, "means").Select(fault => (fault.FieldPath[6..], fault.Reason)));
    }

    private static (long Counted, long Income) Of(Capital capital)
    {
        var means = Person.Of();
        means.Capitals.Add(capital);
        var calculation = means.Tested();
        return (calculation.CapitalPence, calculation.IncomePence);
    }
}
