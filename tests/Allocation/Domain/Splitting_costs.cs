using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 8.3.</summary>
public sealed class Splitting_costs
{
    private static readonly Funders Funders = new("QNX", "E10000011");
    private static readonly DateOnly Start = new(2026, 5, 1);

    private static SplitTerms Terms(SplitSettings? settings = null) => new(Funders, settings ?? new SplitSettings(), []);

    private static CostedLine Line(LegalBasis basis, NeedType type, long annual, long oneOff = 0) =>
        new() { LineId = Guid.NewGuid().ToString(), LegalBasis = basis, NeedType = type, AnnualPence = annual, OneOffPence = oneOff };

    private static IEnumerable<(string, long)> Annual(LineSplit split) => split.Shares.Select(share => (share.Funder, share.AnnualPence));

    [Fact]
    public void SP1_derives_each_funders_part_from_the_lines()
    {
        var split = CostSplit.Of(
            [Line(LegalBasis.S117, NeedType.Health, 312_000), Line(LegalBasis.S117, NeedType.Social, 759_200), Line(LegalBasis.S117, NeedType.Shared, 910_000)],
            Terms(), Start);
        var peer = CostSplit.Line(Line(LegalBasis.S117, NeedType.Shared, 104_000), [("QNX", 6_000), ("E10000011", 4_000)]);

        Assert.Equal([("QNX", 312_000 + 455_000L), ("E10000011", 759_200 + 455_000L)], split.Totals.Select(total => (total.Funder, total.AnnualPence)));
        Assert.Equal([829_400L, 1_255_800], split.Totals.Zip(peer.Shares, (total, share) => total.AnnualPence + share.AnnualPence));
    }

    [Fact]
    public void SP2_gives_the_odd_penny_to_the_first_named_funder() =>
        Assert.Equal([("QNX", 50_001L), ("E10000011", 50_000)], Annual(CostSplit.Of([Line(LegalBasis.S117, NeedType.Shared, 100_001)], Terms(), Start).Lines[0]));

    [Theory]
    [InlineData(LegalBasis.CareAct, "E10000011")]
    [InlineData(LegalBasis.Carer, "E10000011")]
    [InlineData(LegalBasis.ChildrenAct, "E10000011")]
    [InlineData(LegalBasis.EhcPlan, "E10000011")]
    [InlineData(LegalBasis.Chc, "QNX")]
    [InlineData(LegalBasis.Cc, "QNX")]
    [InlineData(LegalBasis.Wheelchair, "QNX")]
    [InlineData(LegalBasis.Discretionary, "QNX")]
    public void gives_other_bases_to_one_funder_whatever_the_need(LegalBasis basis, string funder)
    {
        foreach (var type in new[] { NeedType.Health, NeedType.Social, NeedType.Shared })
            Assert.Equal([(funder, 77L)], Annual(CostSplit.Of([Line(basis, type, 77)], Terms(), Start).Lines[0]));
    }

    [Fact]
    public void follows_the_setting_of_the_deployment_where_no_policy_is_published()
    {
        var policy = new SplitSettings { SharedIntegratedCareBoardBasisPoints = 10_000 };

        Assert.Equal([("QNX", 9L)], Annual(CostSplit.Of([Line(LegalBasis.S117, NeedType.Shared, 9)], Terms(policy), Start).Lines[0]));
    }

    [Fact]
    public void splits_what_recurs_and_what_is_paid_once_each_by_itself()
    {
        var share = CostSplit.Of([Line(LegalBasis.S117, NeedType.Shared, 3, 5)], Terms(), Start).Totals;

        Assert.Equal([("QNX", 2L, 3L), ("E10000011", 1, 2)], share.Select(total => (total.Funder, total.AnnualPence, total.OneOffPence)));
    }

    [Fact]
    public void always_adds_up()
    {
        Prop.ForAll<NonNegativeInt, uint, ushort[]>((factor, pence, weights) =>
        {
            var amount = (long)factor.Get * pence;
            var whole = weights.Select(weight => (int)weight).Append(1).ToArray();
            var total = whole.Sum(weight => (long)weight);
            var shares = whole.Select(weight => (int)(weight * 10_000L / total)).ToArray();
            shares[0] += 10_000 - shares.Sum();

            var parts = LargestRemainder.Split(amount, shares);

            // No part is further than a penny from its exact share.
            return parts.Sum() == amount
                && parts.Zip(shares).All(part => Int128.Abs(((Int128)part.First * 10_000) - ((Int128)amount * part.Second)) < 10_000);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void bears_any_amount_and_refuses_shares_that_make_no_whole()
    {
        Assert.Equal(long.MaxValue, LargestRemainder.Split(long.MaxValue, [3_333, 3_333, 3_334]).Sum());
        Assert.Throws<ArgumentException>(() => LargestRemainder.Split(1, [5_000, 4_999]));
        Assert.Throws<ArgumentException>(() => LargestRemainder.Split(1, [10_001, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LargestRemainder.Split(-1, [10_000]));
    }
}
