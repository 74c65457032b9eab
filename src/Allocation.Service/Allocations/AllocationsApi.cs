using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>The contract's AllocationsService.</summary>
internal sealed class AllocationsApi(UnitOfWork work, PersonStandingStore people) : AllocationsService.AllocationsServiceBase
{
    /// <inheritdoc/>
    public override Task<AllocationMessage> GetAllocation(GetAllocationRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await AllocationStore.GetAsync(session, Guid.Parse(request.AllocationId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListAllocationsResponse> ListAllocations(ListAllocationsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"allocations:{request.PersonId}:{request.AssessmentId}");
            var personIds = Id(request.PersonId) is { } personId ? await people.IdsAsync(session, personId) : null;
            var listed = await AllocationStore.ListAsync(session, personIds, Id(request.AssessmentId), page);
            var (rows, next) = page.Split(listed, row => row.Id);
            return new ListAllocationsResponse { Allocations = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static Guid? Id(string text) => text is "" ? null : Guid.Parse(text);
}
