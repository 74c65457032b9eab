using Grpc.Core;
using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.BlockContracts;

/// <summary>The contract's BlockContractsService.</summary>
internal sealed class BlockContractsApi(UnitOfWork work) : BlockContractsService.BlockContractsServiceBase
{
    /// <inheritdoc/>
    public override Task<BlockContract> CreateBlockContract(CreateBlockContractRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            if (Dates.Parse(request.BlockContract.EndDate) < Dates.Parse(request.BlockContract.StartDate))
                throw Refusal.Invalid(new Violation("block_contract.end_date", "BEFORE_START", "The last day is not before the first."));
            var contract = await BlockContractStore.InsertAsync(mutation, request.BlockContract);
            mutation.Audit("allocation.block_contract.recorded", "BLOCK_CONTRACT", contract.Id);
            return contract.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<BlockContract> GetBlockContract(GetBlockContractRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await BlockContractStore.GetAsync(session, Guid.Parse(request.BlockContractId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListBlockContractsResponse> ListBlockContracts(ListBlockContractsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "block-contracts");
            var (rows, next) = page.Split(await BlockContractStore.ListAsync(session, page), row => row.Id);
            return new ListBlockContractsResponse { BlockContracts = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ListBlockContractExposuresResponse> ListBlockContractExposures(ListBlockContractExposuresRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "block-contract-exposures");
            var (rows, next) = page.Split(await ExposureStore.ListAsync(session, page), row => row.Id);
            return new ListBlockContractExposuresResponse { BlockContractExposures = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<BlockContractRelease> CreateBlockContractRelease(CreateBlockContractReleaseRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var release = request.BlockContractRelease;
            var contract = await BlockContractStore.LockAsync(mutation, Guid.Parse(request.BlockContractId));
            var fund = await FundStore.GetAsync(mutation, Guid.Parse(release.FundId));
            var day = Dates.Parse(release.DecisionDate);
            Refusal.ThrowIfAny(Faults(contract, fund, day, mutation.Today));
            await RequireExposedAsync(mutation, contract, release.AmountPence);
            FundPeriods.RequireOpen(fund, day);

            var change = await FundChangeStore.InsertAsync(mutation, fund.Id, release.AmountPence, day, release.Reason);
            var released = await ReleaseStore.InsertAsync(mutation, contract.Id, release, change.Id);
            mutation.Audit("allocation.block_contract.released", "BLOCK_CONTRACT_RELEASE", released.Id);
            mutation.Audit("allocation.fund_change.proposed", "FUND_CHANGE", change.Id);
            return released.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<BlockContractRelease> GetBlockContractRelease(GetBlockContractReleaseRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await ReleaseStore.GetAsync(session, Guid.Parse(request.BlockContractReleaseId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListBlockContractReleasesResponse> ListBlockContractReleases(ListBlockContractReleasesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"block-contract-releases:{request.BlockContractId}");
            var contract = await BlockContractStore.GetAsync(session, Guid.Parse(request.BlockContractId));
            var (rows, next) = page.Split(await ReleaseStore.ListAsync(session, contract.Id, page), row => row.Id);
            return new ListBlockContractReleasesResponse { BlockContractReleases = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<DoubleRunningReport> GetDoubleRunningReport(GetDoubleRunningReportRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var exposures = await ExposureStore.InForceAsync(session, session.Today);
            return new DoubleRunningReport
            {
                Effects = { await ExposureStore.EffectsAsync(session) },
                ExposedPence = exposures.Sum(exposure => exposure.ExposedPence),
                ReleasedPence = exposures.Sum(exposure => exposure.ReleasedPence),
                DoubleRunningPence = exposures.Sum(exposure => exposure.DoubleRunningPence),
                AsOfDate = Dates.Text(session.Today),
            };
        });

    private static IReadOnlyList<Violation> Faults(BlockContractRow contract, FundRow fund, DateOnly day, DateOnly today) =>
    [
        .. day > today
            ? [new Violation("block_contract_release.decision_date", "NOT_IN_FUTURE", "A decision is of today or earlier.")]
            : Array.Empty<Violation>(),
        .. fund.Funder != contract.Funder
            ? [new Violation("block_contract_release.fund_id", "FUNDERS_DIFFER", "What a funder no longer pays for a contract goes to a fund of its own.")]
            : Array.Empty<Violation>(),
    ];

    private static async Task RequireExposedAsync(Mutation mutation, BlockContractRow contract, long amountPence)
    {
        var exposure = await ExposureStore.GetAsync(mutation, contract.Id);
        if (amountPence > exposure.DoubleRunningPence)
        {
            throw Refusal.Rule(
                "RELEASE_ABOVE_EXPOSED", "No more can be freed than is exposed and not freed yet.", "DOMAIN 0, A33",
                ("exposed_pence", exposure.ExposedPence), ("released_pence", exposure.ReleasedPence), ("amount_pence", amountPence));
        }
    }
}
