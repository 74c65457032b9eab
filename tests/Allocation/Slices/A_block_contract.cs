using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class A_block_contract(AllocationService allocation)
{
    private BlockContractsService.BlockContractsServiceClient Contracts => new(allocation.Service.Channel);

    [Fact]
    public async Task is_exposed_by_approved_lines_that_take_its_place_and_freed_by_decision()
    {
        var year = NewYear();
        var (contract, fund) = (await ContractedAsync(), await allocation.FundedAsync(year));
        await ApprovedAsync(year, contract, LineEffect.Substitutes, units: 52);
        await ApprovedAsync(year, contract, LineEffect.Additional, units: 9);

        var exposed = await ExposureAsync(contract, lines: 1);
        Assert.Equal((1, 52, 2_000L, 0L, 2_000L), (exposed.LineCount, exposed.ReplacedUnits, exposed.ExposedPence, exposed.ReleasedPence, exposed.DoubleRunningPence));

        var released = await ReleaseAsync(contract, fund, 1_500);
        var change = await new FundChangesService.FundChangesServiceClient(allocation.Service.Channel).GetFundChangeAsync(
            new GetFundChangeRequest { FundChangeId = released.FundChangeId }, allocation.Ann);
        Assert.Equal(("ann", 1_500L, FundChangeState.Proposed, fund.FundId), (released.DecidedBy, change.AmountPence, change.State, change.FundId));
        Assert.Equal(500, (await ExposureAsync(contract, lines: 1)).DoubleRunningPence);

        var refusal = await RefusedCall.OfAsync(ReleaseAsync(contract, fund, 501));
        Assert.Equal(("RELEASE_ABOVE_EXPOSED", "2000", "1500"), (refusal.Reason, refusal.Metadata["exposed_pence"], refusal.Metadata["released_pence"]));
        Assert.Equal(released, Assert.Single((await Contracts.ListBlockContractReleasesAsync(
            new ListBlockContractReleasesRequest { BlockContractId = contract.BlockContractId }, allocation.Ann)).BlockContractReleases));
        Assert.Equal(released, await Contracts.GetBlockContractReleaseAsync(
            new GetBlockContractReleaseRequest { BlockContractReleaseId = released.BlockContractReleaseId }, allocation.Ann));
    }

    [Fact]
    public async Task is_freed_to_the_last_penny_once_though_many_decide_at_once()
    {
        var year = NewYear();
        var (contract, fund) = (await ContractedAsync(), await allocation.FundedAsync(year));
        await ApprovedAsync(year, contract, LineEffect.Substitutes, units: 52);
        await ExposureAsync(contract, lines: 1);

        var calls = Enumerable.Range(0, 6).Select(_ => ReleaseAsync(contract, fund, 1_200)).ToArray();

        Assert.Equal(Enumerable.Repeat("RELEASE_ABOVE_EXPOSED", 5), await RefusalsAsync(calls));
        Assert.Equal(1_200, (await ExposureAsync(contract, lines: 1)).ReleasedPence);
    }

    [Fact]
    public async Task shows_what_is_paid_twice_by_what_lines_are_beside_it()
    {
        var year = NewYear();
        await allocation.FundedAsync(year);
        var before = await ReportAsync();
        var contract = await ContractedAsync();
        await ApprovedAsync(year, contract, LineEffect.Substitutes, units: 26);
        await ApprovedAsync(year, contract, LineEffect.New, units: 0);
        await ExposureAsync(contract, lines: 1);

        var after = await ReportAsync();

        Assert.Equal(before.ExposedPence + 1_000, after.ExposedPence);
        Assert.Equal((100, 100), (Of(after, LineEffect.Substitutes) - Of(before, LineEffect.Substitutes), Of(after, LineEffect.New) - Of(before, LineEffect.New)));
    }

    [Fact]
    public async Task refuses_days_that_cannot_follow_each_other_and_the_fund_of_another()
    {
        var contract = await ContractedAsync();

        Assert.Equal(["block_contract.end_date"], (await RefusedCall.OfAsync(ContractedAsync("2020-01-01"))).Fields);
        Assert.Equal(
            ["block_contract_release.decision_date", "block_contract_release.fund_id"],
            (await RefusedCall.OfAsync(ReleaseAsync(contract, await allocation.FundedAsync(NewYear(), Council), 1, "2190-01-01"))).Fields);
        Assert.Equal("FUND_NOT_FOUND", (await RefusedCall.OfAsync(ReleaseAsync(contract, new Fund { FundId = NewId() }, 1))).Reason);
        Assert.Equal(contract, await Contracts.GetBlockContractAsync(new GetBlockContractRequest { BlockContractId = contract.BlockContractId }, allocation.Ann));
    }

    [Fact]
    public async Task that_is_not_there_is_named_by_no_line()
    {
        var year = NewYear();
        await allocation.FundedAsync(year);
        var (plain, line) = (Line(1), Line(1));
        (line.Effect, line.BlockContractId, line.ReplacedUnits) = (LineEffect.Substitutes, NewId(), 1);
        var held = (await allocation.Commit(await allocation.RequestAsync(year, plain))).Commitment;
        var adjustment = new AdjustCommitmentRequest
        {
            CommitmentId = held.CommitmentId, Lines = { plain, line }, Approvals = { Approved(Board) }, Reasons = "-", Etag = held.Etag, RequestId = NewId(),
        };

        foreach (var call in new Task[]
                 {
                     allocation.Commit(await allocation.RequestAsync(year, plain, line)).ResponseAsync,
                     allocation.Budgets.SplitCostsAsync(new SplitCostsRequest { Lines = { plain, line } }, allocation.Ann).ResponseAsync,
                     allocation.Commitments.AdjustCommitmentAsync(adjustment, allocation.Ann).ResponseAsync,
                 })
        {
            var refusal = await RefusedCall.OfAsync(call);
            Assert.Equal(("BLOCK_CONTRACT_UNKNOWN", "lines[1].block_contract_id"), (refusal.Reason, refusal.Metadata["field"]));
        }
    }

    private Task<BlockContract> ContractedAsync(string end = "2199-03-31") => Contracts.CreateBlockContractAsync(
        new CreateBlockContractRequest
        {
            BlockContract = new BlockContract
            {
                Provider = "RX1", Service = "Day centre", Funder = Board, AnnualPence = 100_000, AnnualUnits = 2_600, StartDate = "2024-04-01", EndDate = end,
            },
            RequestId = NewId(),
        }, allocation.Ann).ResponseAsync;

    private Task<BlockContractRelease> ReleaseAsync(BlockContract contract, Fund fund, long pence, string day = "2025-05-01") => Contracts.CreateBlockContractReleaseAsync(
        new CreateBlockContractReleaseRequest
        {
            BlockContractId = contract.BlockContractId,
            BlockContractRelease = new BlockContractRelease { AmountPence = pence, Reason = "The Tuesday group ends", DecisionDate = day, FundId = fund.FundId },
            RequestId = NewId(),
        }, allocation.Ann).ResponseAsync;

    private async Task ApprovedAsync(int year, BlockContract contract, LineEffect effect, int units)
    {
        var line = Line(100, LegalBasis.Chc);
        line.Effect = effect;
        line.BlockContractId = contract.BlockContractId;
        line.ReplacedUnits = units;
        var held = (await allocation.Commit(await allocation.RequestAsync(year, line))).Commitment;
        await allocation.PublishAsync(new PlanApproved
        {
            Programme = "north", SubjectId = held.PlanId, SubjectVersion = 4, OccurredAt = DateTimeOffset.UtcNow, PersonId = NewId(),
            CommitmentId = held.CommitmentId, StartDate = new DateOnly(year, 5, 1), Lines = [],
        });
        await Eventually.TrueAsync("the plan is confirmed", async () => (await allocation.ReadAsync(held.CommitmentId)).State is CommitmentState.Confirmed);
    }

    private async Task<BlockContractExposure> ExposureAsync(BlockContract contract, int lines)
    {
        var listed = await Contracts.ListBlockContractExposuresAsync(new ListBlockContractExposuresRequest { PageSize = 1_000 }, allocation.Ann);
        var exposure = Assert.Single(listed.BlockContractExposures, exposure => exposure.BlockContractId == contract.BlockContractId);
        Assert.Equal(lines, exposure.LineCount);
        return exposure;
    }

    private Task<DoubleRunningReport> ReportAsync() =>
        Contracts.GetDoubleRunningReportAsync(new GetDoubleRunningReportRequest(), allocation.Ann).ResponseAsync;

    private static long Of(DoubleRunningReport report, LineEffect effect) =>
        report.Effects.Where(sum => sum.Effect == effect).Sum(sum => sum.AnnualPence);
}
