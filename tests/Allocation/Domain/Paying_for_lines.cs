using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 8.4: what was spent by kind of need and by legal basis.</summary>
public sealed class Paying_for_lines
{
    private static readonly IReadOnlySet<FundPurpose> GeneralAlone = new HashSet<FundPurpose> { FundPurpose.General };

    private static LineSplit Line(LegalBasis basis, NeedType need, long board, long council = 0, Management management = Management.DirectPayment) => new()
    {
        Line = new CostedLine { LegalBasis = basis, NeedType = need, Management = management },
        Shares = { new FunderShare { Funder = "QNX", AnnualPence = board }, new FunderShare { Funder = "E10000011", AnnualPence = council } },
    };

    [Fact]
    public void counts_a_payment_for_each_kind_of_line_that_its_funder_pays()
    {
        IReadOnlyList<LineSplit> lines =
            [Line(LegalBasis.S117, NeedType.Health, 100), Line(LegalBasis.S117, NeedType.Shared, 200, 200), Line(LegalBasis.S117, NeedType.Health, 100), Line(LegalBasis.CareAct, NeedType.Social, 0, 50)];

        Assert.Equal(
            [(LegalBasis.S117, NeedType.Health, 51L), (LegalBasis.S117, NeedType.Shared, 50)],
            PaidPart.Of(101, "QNX", lines, GeneralAlone).Select(part => (part.LegalBasis, part.NeedType, part.Pence)));
    }

    [Fact]
    public void leaves_out_what_the_funder_pays_to_providers_itself() =>
        Assert.Equal(
            LegalBasis.Chc,
            Assert.Single(PaidPart.Of(7, "QNX", [Line(LegalBasis.Discretionary, NeedType.Health, 900, management: Management.Notional), Line(LegalBasis.Chc, NeedType.Health, 1)], GeneralAlone)).LegalBasis);

    [Fact]
    public void counts_for_nothing_known_where_no_line_is_the_funders() =>
        Assert.Equal(
            new PaidPart(FundPurpose.General, LegalBasis.Unspecified, NeedType.Unspecified, 7),
            Assert.Single(PaidPart.Of(7, "QNX", [Line(LegalBasis.CareAct, NeedType.Social, 0, 5)], GeneralAlone)));

    [Fact]
    public void is_borne_by_the_fund_that_bears_the_line()
    {
        var purposes = new HashSet<FundPurpose> { FundPurpose.Aftercare, FundPurpose.General };

        Assert.Equal(
            [FundPurpose.Aftercare, FundPurpose.General],
            PaidPart.Of(2, "QNX", [Line(LegalBasis.S117, NeedType.Health, 1), Line(LegalBasis.Chc, NeedType.Health, 1)], purposes).Select(part => part.Purpose));
    }

    [Fact]
    public void always_adds_up() => Prop.ForAll<NonNegativeInt, uint, uint[]>((factor, pence, weights) =>
    {
        var amount = (long)factor.Get * pence;
        LegalBasis[] bases = [LegalBasis.Chc, LegalBasis.S117, LegalBasis.Discretionary];
        var lines = weights.Select((weight, index) => Line(bases[index % bases.Length], NeedType.Health, weight)).ToList();

        return PaidPart.Of(amount, "QNX", lines, GeneralAlone).Sum(part => part.Pence) == amount;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void divides_by_any_weights_and_refuses_those_that_are_none()
    {
        Assert.Equal([33L, 33, 34], LargestRemainder.SplitByWeight(100, [long.MaxValue / 3, long.MaxValue / 3, (long.MaxValue / 3) + 1]));
        Assert.Throws<ArgumentException>(() => LargestRemainder.SplitByWeight(1, [0, 0]));
        Assert.Throws<ArgumentException>(() => LargestRemainder.SplitByWeight(1, [2, -1]));
    }
}
