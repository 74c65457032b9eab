using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>The contract's AllocationsService.</summary>
internal sealed class AllocationsApi(UnitOfWork work, PersonStandingStore people, TellingRecord tellings, OtherMoneyRecord otherMoney, Scaling scaling)
    : AllocationsService.AllocationsServiceBase
{
    /// <inheritdoc/>
    public override Task<AllocationMessage> GetAllocation(GetAllocationRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.AllocationId)));

    /// <inheritdoc/>
    public override Task<ListAllocationsResponse> ListAllocations(ListAllocationsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"allocations:{request.PersonId}:{request.AssessmentId}:{request.Untold}");
            var personIds = await people.IdsOfFilterAsync(session, request.PersonId);
            var listed = await AllocationStore.ListAsync(session, personIds, Ids.ParseOptional(request.AssessmentId), request.Untold, page);
            var (rows, next) = page.Split(listed, row => row.Id);
            session.AuditReadOfPeople([.. rows.Select(row => row.PersonId).Distinct()]);
            return new ListAllocationsResponse { Allocations = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<RecordAllocationToldResponse> RecordAllocationTold(RecordAllocationToldRequest request, ServerCallContext context) =>
        tellings.TellAsync(request, context, async (session, id) => new RecordAllocationToldResponse { Allocation = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<RecordAllocationSeenResponse> RecordAllocationSeen(RecordAllocationSeenRequest request, ServerCallContext context) =>
        tellings.SeeAsync(request, context, async (session, id) => new RecordAllocationSeenResponse { Allocation = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<RecordOtherPublicMoneyResponse> RecordOtherPublicMoney(RecordOtherPublicMoneyRequest request, ServerCallContext context) =>
        otherMoney.RecordAsync(request, context, async (session, id) => new RecordOtherPublicMoneyResponse { Allocation = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<ScaleAllocationResponse> ScaleAllocation(ScaleAllocationRequest request, ServerCallContext context) =>
        scaling.ScaleAsync(request, context, async (session, id) => new ScaleAllocationResponse { Allocation = await ShowAsync(session, id) });

    private static async Task<AllocationMessage> ShowAsync(Session session, Guid id)
    {
        var allocation = await AllocationStore.GetAsync(session, id);
        session.AuditRead("ALLOCATION", id, allocation.PersonId);
        return allocation.ToMessage();
    }
}
