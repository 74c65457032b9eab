using PersonalBudgets.Allocation.BlockContracts;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 1.4: services that are paid for whole while budgets take their place.</summary>
public sealed class Exposing_a_contract
{
    private static Exposure Contract(long units, long released = 0, long annual = 1_000, int of = 3) => new(Guid.Empty, "RX1", "QNX", annual, of, 1, units, released);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 333)]
    [InlineData(2, 667)]
    [InlineData(3, 1_000)]
    [InlineData(9, 1_000)]
    public void exposes_the_part_of_the_price_that_its_units_cost_and_no_more_than_all(long units, long exposed) =>
        Assert.Equal(exposed, Contract(units).ExposedPence);

    [Fact]
    public void rounds_half_a_penny_up() => Assert.Equal(1, Contract(1, annual: 1, of: 2).ExposedPence);

    [Fact]
    public void is_paid_twice_until_it_is_freed_and_never_less_than_not_at_all() =>
        Assert.Equal([667L, 167, 0], new[] { Contract(2), Contract(2, 500), Contract(1, 500) }.Select(contract => contract.DoubleRunningPence));
}
