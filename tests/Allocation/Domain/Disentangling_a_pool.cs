using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Pools;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 8.4.</summary>
public sealed class Disentangling_a_pool
{
    private const string Board = "QNX", Council = "E10000011";

    private static PoolTerms Terms(PoolRiskShare rule = PoolRiskShare.ByContribution, int boardShare = 6_000) => new()
    {
        StartDate = "2026-04-01",
        EndDate = "2027-03-31",
        RiskShare = rule,
        Partners =
        {
            new PoolPartner { Funder = Board, Kind = FunderKind.IntegratedCareBoard, ShareBasisPoints = boardShare, ContributionPence = 60_000_000, Predecessors = { "QNW" } },
            new PoolPartner { Funder = Council, Kind = FunderKind.Council, ShareBasisPoints = 10_000 - boardShare, ContributionPence = 40_000_000 },
        },
    };

    private static Spend Paid(string funder, long pence, NeedType need = NeedType.Shared) => new(funder, need, LegalBasis.S117, pence);

    private static IEnumerable<long> Settlement(PoolArrangement arrangement, PoolTerms terms, params Spend[] spend) =>
        Disentanglement.Of(arrangement, terms, [60_000_000, 40_000_000], spend).Select(partner => partner.SettlementPence);

    [Fact]
    public void PO1_shares_an_overspend_by_contribution()
    {
        var positions = Disentanglement.Of(PoolArrangement.Pooled, Terms(), [60_000_000, 40_000_000], [Paid(Board, 70_000_000), Paid(Council, 35_000_000)]);

        Assert.Equal([(60_000_000L, 70_000_000L, 63_000_000L, 3_000_000L), (40_000_000, 35_000_000, 42_000_000, 2_000_000)],
            positions.Select(partner => (partner.ContributionPence, partner.PaidPence, partner.BornePence, partner.SettlementPence)));
    }

    [Fact]
    public void gives_an_underspend_back_in_the_same_shares() =>
        Assert.Equal([-3_000_001L, -2_000_000], Settlement(PoolArrangement.Pooled, Terms(), Paid(Board, 94_999_999)));

    [Fact]
    public void by_need_gives_each_body_its_own_needs_and_shares_the_rest() =>
        // Health 80m and 60 % of 10m against 60m; social 15m and 40 % of 10m against 40m.
        Assert.Equal(
            [26_000_000L, -21_000_000],
            Settlement(
                PoolArrangement.Pooled, Terms(PoolRiskShare.ByNeed),
                Paid(Board, 80_000_000, NeedType.Health), Paid(Council, 15_000_000, NeedType.Social), Paid(Board, 10_000_000)));

    [Fact]
    public void by_need_lets_a_body_bear_its_own_needs_though_it_agreed_to_no_risk() =>
        Assert.Equal([0L, 0], Settlement(
            PoolArrangement.Pooled, Terms(PoolRiskShare.ByNeed, boardShare: 0), Paid(Board, 60_000_000, NeedType.Health), Paid(Council, 40_000_000, NeedType.Social)));

    [Fact]
    public void lets_a_lead_recharge_what_the_others_bear() =>
        Assert.Equal([-42_000_000L, 42_000_000], Settlement(PoolArrangement.Lead, Terms(), Paid(Board, 105_000_000)));

    [Fact]
    public void settles_nothing_where_each_keeps_its_own() =>
        Assert.Equal([0L, 0], Settlement(PoolArrangement.Aligned, Terms(), Paid(Board, 105_000_000)));

    [Fact]
    public void counts_what_a_predecessor_paid_as_the_successors()
    {
        var positions = Disentanglement.Of(PoolArrangement.Pooled, Terms(), [60_000_000, 40_000_000], [Paid("QNW", 5), Paid(Board, 7)]);

        Assert.Equal([(Board, 12L), (Council, 0)], positions.Select(partner => (partner.Funder, partner.PaidPence)));
    }

    [Fact]
    public void owes_a_funder_that_is_no_partner_what_it_paid_for_them()
    {
        var positions = Disentanglement.Of(PoolArrangement.Lead, Terms(), [60_000_000, 40_000_000], [Paid(Board, 90), Paid("QZZ", 10)]);

        Assert.Equal([(Board, -30L), (Council, 40), ("QZZ", -10)], positions.Select(partner => (partner.Funder, partner.SettlementPence)));
    }

    [Fact]
    public void always_adds_up()
    {
        Prop.ForAll<NonNegativeInt[], PositiveInt[], uint>((pence, contributions, share) =>
        {
            NeedType[] needs = [NeedType.Health, NeedType.Social, NeedType.Shared, NeedType.Unspecified];
            string[] funders = [Board, Council, "QNW", "QZZ"];
            var spend = pence.Select((amount, index) => Paid(funders[index % 4], amount.Get, needs[index / 4 % 4])).ToArray();
            long[] given = [contributions.Sum(sum => (long)sum.Get), share];
            var total = spend.Sum(part => part.Pence);

            return Enum.GetValues<PoolArrangement>().Skip(1).All(arrangement => new[] { PoolRiskShare.ByContribution, PoolRiskShare.ByNeed }.All(rule =>
            {
                var positions = Disentanglement.Of(arrangement, Terms(rule, (int)(share % 10_001)), given, spend);
                var settled = positions.Sum(partner => partner.SettlementPence);
                return positions.Sum(partner => partner.PaidPence) == total
                    && positions.Sum(partner => partner.BornePence) == total
                    && positions.Sum(partner => partner.ContributionPence) == given.Sum()
                    && settled == (arrangement is PoolArrangement.Pooled ? total - given.Sum() : 0);
            }));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void cuts_contributions_anywhere_and_loses_no_penny()
    {
        var (start, end) = (new DateOnly(2026, 4, 1), new DateOnly(2027, 3, 31));
        Assert.Equal(100, Disentanglement.Contribution(36_500, start, end, start, start));
        Prop.ForAll<uint, byte>((pence, day) =>
        {
            var cut = start.AddDays(day);
            return Disentanglement.Contribution(pence, start, end, start, cut) + Disentanglement.Contribution(pence, start, end, cut.AddDays(1), end) == pence;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void charges_for_social_care_alone() =>
        Assert.Equal([LegalBasis.CareAct, LegalBasis.Carer], Enum.GetValues<LegalBasis>().Where(Disentanglement.IsChargeable));

    [Fact]
    public void takes_terms_that_hang_together() => Assert.Empty(PoolTermsChecks.Faults(Terms(), Board));

    [Fact]
    public void tells_every_fault_of_terms_at_once()
    {
        var terms = Terms();
        terms.EndDate = "2026-03-31";
        terms.Partners[0].ShareBasisPoints = 5_999;
        terms.Partners[1].Predecessors.Add("QNW");

        Assert.Equal(
            [("pool_terms.end_date", "BEFORE_START"), ("pool_terms.partners", "NOT_A_WHOLE"), ("pool_terms.partners", "HOST_MISSING"), ("pool_terms.partners[1].predecessors[0]", "DUPLICATE")],
            PoolTermsChecks.Faults(terms, "QZZ").Select(fault => (fault.FieldPath, fault.Reason)));
    }
}
