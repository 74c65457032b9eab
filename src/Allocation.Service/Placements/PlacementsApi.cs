using Grpc.Core;
using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Placements;

/// <summary>The contract's PlacementsService.</summary>
internal sealed class PlacementsApi(UnitOfWork work) : PlacementsService.PlacementsServiceBase
{
    private const string Subject = "PLACEMENT";

    /// <inheritdoc/>
    public override Task<Placement> CreatePlacement(CreatePlacementRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var allocation = await AllocationStore.GetAsync(mutation, Guid.Parse(request.AllocationId));
            if (Dates.Parse(request.Placement.StartDate) > mutation.Today)
                throw Refusal.Invalid(new Violation("placement.start_date", "NOT_IN_FUTURE", "A placement is of today or earlier."));
            var placement = await PlacementStore.InsertAsync(mutation, allocation.Id, allocation.PersonId, request.Placement);
            mutation.Audit("allocation.placement.recorded", Subject, placement.Id, personId: placement.PersonId);
            return placement.ToMessage();
        }, async (session, id) => (await PlacementStore.GetAsync(session, id)).ToMessage());

    /// <inheritdoc/>
    public override Task<Placement> GetPlacement(GetPlacementRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => Read(session, await PlacementStore.GetAsync(session, Guid.Parse(request.PlacementId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListPlacementsResponse> ListPlacements(ListPlacementsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"placements:{request.AllocationId}");
            var allocationId = Ids.ParseOptional(request.AllocationId);
            var (rows, next) = page.Split(await PlacementStore.ListAsync(session, allocationId, page), row => row.Id);
            session.AuditReadOfPeople([.. rows.Select(row => row.PersonId).Distinct()]);
            return new ListPlacementsResponse { Placements = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<PlacementComparison> GetPlacementComparison(GetPlacementComparisonRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var placement = Read(session, await PlacementStore.GetAsync(session, Guid.Parse(request.PlacementId)));
            var allocation = await AllocationStore.GetAsync(session, placement.AllocationId);
            var (annual, oneOff) = await PlacementStore.CommittedAsync(session, placement.AllocationId);
            return new PlacementComparison
            {
                Placement = placement.ToMessage(),
                IndicativeAnnualPence = allocation.AnnualPence,
                CommittedAnnualPence = annual,
                CommittedOneOffPence = oneOff,
                DifferenceAnnualPence = (annual, oneOff) is (0, 0) ? 0 : placement.AnnualPence - annual,
            };
        });

    private static PlacementRow Read(Session session, PlacementRow placement)
    {
        session.AuditRead(Subject, placement.Id, placement.PersonId);
        return placement;
    }
}
