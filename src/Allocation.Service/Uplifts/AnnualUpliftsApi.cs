using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>The contract's AnnualUpliftsService.</summary>
internal sealed class AnnualUpliftsApi(UnitOfWork work, IOptions<SplitSettings> split) : AnnualUpliftsService.AnnualUpliftsServiceBase
{
    private const string Subject = "ANNUAL_UPLIFT";

    /// <inheritdoc/>
    public override Task<AnnualUplift> CreateAnnualUplift(CreateAnnualUpliftRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var known = await CommitmentStore.KnownAsync(mutation, [.. request.AnnualUplift.CommitmentIds.Select(Guid.Parse)]);
            Refusal.ThrowIfAny([.. UpliftChecks.Faults(request.AnnualUplift), .. UpliftChecks.Unknown(request.AnnualUplift, known)]);
            var uplift = await AnnualUpliftStore.InsertAsync(mutation, request.AnnualUplift);
            mutation.Audit("allocation.annual_uplift.drafted", Subject, uplift.Id);
            return uplift.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<AnnualUplift> GetAnnualUplift(GetAnnualUpliftRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await AnnualUpliftStore.GetAsync(session, Guid.Parse(request.AnnualUpliftId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListAnnualUpliftsResponse> ListAnnualUplifts(ListAnnualUpliftsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "annual-uplifts");
            var (rows, next) = page.Split(await AnnualUpliftStore.ListAsync(session, page), row => row.Id);
            return new ListAnnualUpliftsResponse { AnnualUplifts = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<SimulateAnnualUpliftResponse> SimulateAnnualUplift(SimulateAnnualUpliftRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var uplift = await AnnualUpliftStore.GetAsync(session, Guid.Parse(request.AnnualUpliftId));
            return uplift.AppliedAt is null
                ? await UpliftSimulation.RunAsync(session, uplift, split.Value)
                : throw Refusal.Rule("ANNUAL_UPLIFT_APPLIED", "Applying the uplift has begun: what it comes to stands in it.", null, ("state", uplift.State));
        });

    /// <inheritdoc/>
    public override Task<ApproveAnnualUpliftResponse> ApproveAnnualUplift(ApproveAnnualUpliftRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var expected = Etag.Parse(request.Etag);
            var uplift = await AnnualUpliftStore.LockAsync(mutation, Guid.Parse(request.AnnualUpliftId));
            if (uplift.State is not "DRAFT")
                throw Refusal.Rule("ANNUAL_UPLIFT_APPROVED", "The uplift is approved already.", null, ("state", uplift.State));
            if (uplift.Version != expected)
                throw Refusal.EtagMismatch(uplift.Version);
            if (uplift.DraftedBy == mutation.Caller.Subject)
                throw Refusal.Rule("CHECKER_IS_MAKER", "Who drafted an uplift does not approve it.", "DOMAIN 9.4", ("annual_uplift_id", uplift.Id));
            var approved = await AnnualUpliftStore.ApproveAsync(mutation, uplift.Id);
            mutation.Audit("allocation.annual_uplift.approved", Subject, uplift.Id);
            return new ApproveAnnualUpliftResponse { AnnualUplift = approved.ToMessage() };
        });

    /// <inheritdoc/>
    public override Task<ApplyAnnualUpliftResponse> ApplyAnnualUplift(ApplyAnnualUpliftRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var uplift = await AnnualUpliftStore.LockAsync(mutation, Guid.Parse(request.AnnualUpliftId));
            if (uplift.State is "DRAFT")
                throw Refusal.Rule("ANNUAL_UPLIFT_NOT_APPROVED", "An uplift is applied once another person has approved it.", "DOMAIN 0, A25", ("annual_uplift_id", uplift.Id));
            var begun = uplift.State is "APPROVED" ? await AnnualUpliftStore.BeginAsync(mutation, uplift.Id) : uplift;
            mutation.Audit("allocation.annual_uplift.begun", Subject, uplift.Id, uplift.State is "APPROVED" ? "DONE" : "BEGUN_ALREADY");
            return new ApplyAnnualUpliftResponse { AnnualUplift = begun.ToMessage() };
        });

    /// <inheritdoc/>
    public override Task<UpliftException> GetUpliftException(GetUpliftExceptionRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await UpliftExceptionStore.GetAsync(session, Guid.Parse(request.UpliftExceptionId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListUpliftExceptionsResponse> ListUpliftExceptions(ListUpliftExceptionsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"uplift-exceptions:{request.AnnualUpliftId}:{request.Reason}");
            var reason = request.Reason is UpliftExceptionReason.Unspecified ? null : request.Reason.Code();
            var (rows, next) = page.Split(await UpliftExceptionStore.ListAsync(session, Ids.ParseOptional(request.AnnualUpliftId), reason, page), row => row.Id);
            return new ListUpliftExceptionsResponse { UpliftExceptions = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });
}
