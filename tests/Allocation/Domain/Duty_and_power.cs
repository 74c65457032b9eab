using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 0, A1.</summary>
public sealed class Duty_and_power
{
    private static IReadOnlyList<Claim> Claims(params (LegalBasis Basis, long Pence)[] lines)
    {
        IReadOnlyList<CostedLine> costed =
            [.. lines.Select(line => new CostedLine { LegalBasis = line.Basis, NeedType = NeedType.Health, AnnualPence = line.Pence, OneOffPence = 1 })];
        return Claim.Of(costed, CostSplit.Of(costed, new SplitTerms(new Funders("QNX", "E10000011"), new SplitSettings(), []), new DateOnly(2026, 5, 1)));
    }

    [Theory]
    [InlineData(LegalBasis.CareAct)]
    [InlineData(LegalBasis.Carer)]
    [InlineData(LegalBasis.S117)]
    [InlineData(LegalBasis.Chc)]
    [InlineData(LegalBasis.Cc)]
    [InlineData(LegalBasis.Wheelchair)]
    public void let_a_duty_commit_whatever_is_left(LegalBasis basis) => Assert.True(Assert.Single(Claims((basis, 1_000_000))).Fits(10, 10));

    [Fact]
    public void let_a_power_commit_only_what_is_left()
    {
        var claim = Assert.Single(Claims((LegalBasis.Discretionary, 99)));

        Assert.Equal((100, 100), (claim.Pence, claim.PowerPence));
        Assert.True(claim.Fits(1_000, 900));
        Assert.False(claim.Fits(1_000, 901));
    }

    [Fact]
    public void put_the_duty_of_a_plan_before_its_power_where_one_fund_bears_both()
    {
        var claims = Claims((LegalBasis.Chc, 499), (LegalBasis.Discretionary, 99));
        Assert.Equal([(FundPurpose.ContinuingCare, 500L, 0L), (FundPurpose.Discretionary, 100, 100)], claims.Select(part => (part.Purpose, part.Pence, part.PowerPence)));

        var claim = Claim.Sum(claims, FundPurpose.General);

        Assert.Equal((600, 100), (claim.Pence, claim.PowerPence));
        Assert.True(claim.Fits(1_000, 400));
        Assert.False(claim.Fits(1_000, 401));
    }

    [Fact]
    public void keep_the_funders_apart() =>
        Assert.Equal([("QNX", 100L), ("E10000011", 0)], Claims((LegalBasis.Discretionary, 99), (LegalBasis.CareAct, 9)).Select(claim => (claim.Funder, claim.PowerPence)));

    [Theory]
    [InlineData("2026-03-31", 2025)]
    [InlineData("2026-04-01", 2026)]
    [InlineData("2026-12-31", 2026)]
    public void belong_to_the_financial_year_of_the_first_day(string day, int year) => Assert.Equal(year, FinancialYear.Of(DateOnly.Parse(day)));
}
