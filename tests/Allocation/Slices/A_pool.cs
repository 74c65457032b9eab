using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class A_pool(AllocationService allocation)
{
    private PoolsService.PoolsServiceClient Pools => new(allocation.Service.Channel);

    [Fact]
    public async Task is_disentangled_by_partner_need_and_law()
    {
        var year = NewYear();
        var pool = await PooledAsync();
        await TermsAsync(pool, $"{year}-04-01", $"{year + 1}-03-31");
        var (board, council) = (await JoinedAsync(await allocation.FundedAsync(year), pool), await JoinedAsync(await allocation.FundedAsync(year, Council), pool));
        Assert.Equal((pool.PoolId, PoolArrangement.Pooled), (board.PoolId, board.Arrangement));
        var held = (await allocation.Commit(await allocation.RequestAsync(
            year, Line(1_000, LegalBasis.S117, NeedType.Shared), Line(500, LegalBasis.Chc), Line(300, LegalBasis.CareAct, NeedType.Social)))).Commitment;
        await PaidAsync(held.PlanId, Board, 1_000, year);
        await PaidAsync(held.PlanId, Council, 80, year);

        var report = await ReportAsync(pool, $"{year}-04-01", $"{year + 1}-03-31", 1_080);

        Assert.Equal((1_000, 1_080), (report.ContributionPence, report.SpendPence));
        // 80 over: 60 % and 40 % of it.
        Assert.Equal(
            [(Board, 600L, 1_000L, 648L, 48L), (Council, 400, 80, 432, 32)],
            report.Partners.Select(partner => (partner.Funder, partner.ContributionPence, partner.PaidPence, partner.BornePence, partner.SettlementPence)));
        Assert.Equal([(NeedType.Health, 500L), (NeedType.Social, 30), (NeedType.Shared, 550)], report.ByNeedType.Select(part => (part.NeedType, part.SpendPence)));
        Assert.Equal(
            [(LegalBasis.CareAct, true, 30L), (LegalBasis.S117, false, 550), (LegalBasis.Chc, false, 500)],
            report.ByLegalBasis.Select(part => (part.LegalBasis, part.Chargeable, part.SpendPence)));
        Assert.Equal(PoolArrangement.Pooled, council.Arrangement);
    }

    [Fact]
    public async Task follows_terms_that_change_on_the_way()
    {
        var year = NewYear();
        var pool = await PooledAsync();
        await TermsAsync(pool, $"{year}-04-01", $"{year}-04-30");
        await TermsAsync(pool, $"{year}-05-01", $"{year}-05-31", boardShare: 5_000);

        var report = await ReportAsync(pool, $"{year}-04-16", $"{year}-05-31", 0);

        // Half of the first terms and all of the second; an underspend goes back by each one's shares.
        Assert.Equal([(900L, -800L), (600, -700)], report.Partners.Select(partner => (partner.ContributionPence, partner.SettlementPence)));
    }

    [Fact]
    public async Task has_one_set_of_terms_on_a_day_even_at_once()
    {
        var pool = await PooledAsync();

        var calls = Enumerable.Range(1, 8).Select(day => TermsAsync(pool, $"2031-04-0{day}", "2032-03-31")).ToArray();

        Assert.Equal(Enumerable.Repeat("POOL_TERMS_OVERLAP", 7), await RefusalsAsync(calls));
        Assert.Single((await Pools.ListPoolTermsAsync(new ListPoolTermsRequest { PoolId = pool.PoolId }, allocation.Ann)).PoolTerms);
    }

    [Fact]
    public async Task is_not_disentangled_for_days_without_terms_nor_backwards()
    {
        var pool = await PooledAsync();
        var terms = await TermsAsync(pool, "2031-04-01", "2032-03-31");

        var refusal = await RefusedCall.OfAsync(Ask(pool, "2031-04-01", "2032-04-01"));
        Assert.Equal(("POOL_TERMS_MISSING", "2032-04-01"), (refusal.Reason, refusal.Metadata["date"]));
        Assert.Equal("POOL_TERMS_MISSING", (await RefusedCall.OfAsync(Ask(pool, "2031-03-31", "2031-05-01"))).Reason);
        Assert.Equal(["end_date"], (await RefusedCall.OfAsync(Ask(pool, "2031-04-02", "2031-04-01"))).Fields);
        Assert.Equal(terms, await Pools.GetPoolTermsAsync(new GetPoolTermsRequest { PoolTermsId = terms.PoolTermsId }, allocation.Ann));
    }

    [Fact]
    public async Task refuses_terms_whose_shares_make_no_whole_and_an_agreement_twice()
    {
        var pool = await PooledAsync();

        var refusal = await RefusedCall.OfAsync(TermsAsync(pool, "2031-04-01", "2031-03-31", boardShare: 6_001, councilShare: 4_000));
        Assert.Equal(["pool_terms.end_date", "pool_terms.partners"], refusal.Fields);
        Assert.Equal("POOL_EXISTS", (await RefusedCall.OfAsync(Pools.CreatePoolAsync(
            new CreatePoolRequest { Pool = new Pool(pool), RequestId = NewId() }, allocation.Ann))).Reason);
        Assert.Equal(pool, await Pools.GetPoolAsync(new GetPoolRequest { PoolId = pool.PoolId }, allocation.Ann));
        Assert.Equal("POOL_NOT_FOUND", (await RefusedCall.OfAsync(JoinedAsync(await allocation.FundedAsync(NewYear()), new Pool { PoolId = NewId() }))).Reason);
    }

    private Task<Pool> PooledAsync() => Pools.CreatePoolAsync(
        new CreatePoolRequest
        {
            Pool = new Pool { AgreementId = NewId(), Name = "After-care", Arrangement = PoolArrangement.Pooled, Host = Board }, RequestId = NewId(),
        }, allocation.Ann).ResponseAsync;

    private Task<PoolTerms> TermsAsync(Pool pool, string start, string end, int boardShare = 6_000, int? councilShare = null) => Pools.CreatePoolTermsAsync(
        new CreatePoolTermsRequest
        {
            PoolId = pool.PoolId,
            PoolTerms = new PoolTerms
            {
                StartDate = start, EndDate = end, RiskShare = PoolRiskShare.ByContribution,
                Partners =
                {
                    new PoolPartner { Funder = Board, Kind = FunderKind.IntegratedCareBoard, ShareBasisPoints = boardShare, ContributionPence = 600 },
                    new PoolPartner { Funder = Council, Kind = FunderKind.Council, ShareBasisPoints = councilShare ?? 10_000 - boardShare, ContributionPence = 400 },
                },
            },
            RequestId = NewId(),
        }, allocation.Ann).ResponseAsync;

    private Task<Fund> JoinedAsync(Fund fund, Pool pool) => allocation.Funds.UpdateFundAsync(
        new UpdateFundRequest { FundId = fund.FundId, Fund = new Fund { PoolId = pool.PoolId }, Etag = fund.Etag, RequestId = NewId() }, allocation.Ann).ResponseAsync;

    private Task PaidAsync(string planId, string funder, long pence, int year) => allocation.PublishAsync(new PaymentReleased
    {
        Programme = "north", SubjectId = NewId(), SubjectVersion = 1, OccurredAt = new DateTimeOffset(year, 6, 1, 9, 0, 0, TimeSpan.Zero),
        PayRunId = NewId(), PlanId = planId, Funder = funder, AmountPence = pence,
    });

    private Task<PoolDisentanglement> Ask(Pool pool, string start, string end) => Pools.GetPoolDisentanglementAsync(
        new GetPoolDisentanglementRequest { PoolId = pool.PoolId, StartDate = start, EndDate = end }, allocation.Ann).ResponseAsync;

    private async Task<PoolDisentanglement> ReportAsync(Pool pool, string start, string end, long spend)
    {
        PoolDisentanglement report = null!;
        await Eventually.TrueAsync("the payments are counted", async () => (report = await Ask(pool, start, end)).SpendPence == spend);
        return report;
    }
}
