using PersonalBudgets.Allocation.Charging.Contributions;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Tests.Domain.Charging;

/// <summary>DOMAIN 5.3, 2025-26.</summary>
public sealed class The_minimum_income_guarantee
{
    public static TheoryData<GuaranteeCircumstances, long> Cases => new()
    {
        { new() { AgeGroup = AgeGroup._18To24 }, 8_915 },
        { new() { AgeGroup = AgeGroup.From25 }, 11_250 },
        { new() { AgeGroup = AgeGroup.PensionAge }, 23_260 },
        // Their base has the disability premiums in it, but not the carer's.
        { new() { AgeGroup = AgeGroup.PensionAge, DisabilityPremium = true, EnhancedDisabilityPremium = true, CarerPremium = true }, 23_260 + 5_325 },
        { new() { AgeGroup = AgeGroup._18To24, Children = 1 }, 11_250 + 10_295 },
        { new() { AgeGroup = AgeGroup.PensionAge, Children = 1 }, 23_260 + 10_295 },
        { new() { AgeGroup = AgeGroup._18To24, IsCoupleMember = true }, 8_835 },
        { new() { AgeGroup = AgeGroup.From25, IsCoupleMember = true, Children = 3 }, 8_835 + (3 * 10_295) },
        { new() { AgeGroup = AgeGroup.From25, IsCoupleMember = true, DisabilityPremium = true, EnhancedDisabilityPremium = true }, 8_835 + 3_540 + 1_745 },
        { new() { AgeGroup = AgeGroup.From25, IsCoupleMember = true, PartnerOfPensionAge = true, DisabilityPremium = true }, 17_755 },
        { new() { AgeGroup = AgeGroup.PensionAge, IsCoupleMember = true }, 17_755 },
        { new() { AgeGroup = AgeGroup.From25, DisabilityPremium = true, EnhancedDisabilityPremium = true, CarerPremium = true }, 11_250 + 4_965 + 2_425 + 5_325 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void is_the_basic_amount_with_children_and_premiums(GuaranteeCircumstances circumstances, long pence) =>
        Assert.Equal(pence, IncomeGuarantee.Of(circumstances, Person.National, []));

    [Fact]
    public void is_a_places_own_where_that_is_higher_and_the_national_one_where_it_has_come_to_be()
    {
        var policy = new ChargingPolicy { DisposableIncomeBasisPoints = 10_000, LocalRates = { new LocalRate { Element = ChargingElement.SingleFrom25, AmountPence = 11_500 } } };
        var who = new GuaranteeCircumstances { AgeGroup = AgeGroup.From25 };

        Assert.Equal(11_500, IncomeGuarantee.Of(who, Terms.Of(new DateOnly(2026, 4, 5), policy), []));
        Assert.Equal(12_040, IncomeGuarantee.Of(who, Terms.Of(new DateOnly(2026, 4, 6), policy), []));
    }
}
