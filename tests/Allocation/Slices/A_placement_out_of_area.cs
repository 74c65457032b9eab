using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>DOMAIN 0, A33.</summary>
[Collection<AllocationCollection>]
public sealed class A_placement_out_of_area(AllocationService allocation)
{
    private PlacementsService.PlacementsServiceClient Placements => new(allocation.Service.Channel);

    [Fact]
    public async Task stands_beside_what_is_set_aside_for_the_plan()
    {
        var year = NewYear();
        await allocation.FundedAsync(year);
        var request = await allocation.RequestAsync(year, Line(4_000, LegalBasis.S117, oneOffPence: 70));
        var placement = await PlacedAsync(request.AllocationId);
        var before = await ComparedAsync(placement);

        await allocation.Commit(request);
        var after = await ComparedAsync(placement);

        Assert.Equal((0, 0), (before.CommittedAnnualPence, before.DifferenceAnnualPence));
        Assert.Equal((4_000, 70, 5_500), (after.CommittedAnnualPence, after.CommittedOneOffPence, after.DifferenceAnnualPence));
        Assert.Equal(placement, after.Placement);
        Assert.Equal(placement, await Placements.GetPlacementAsync(new GetPlacementRequest { PlacementId = placement.PlacementId }, allocation.Ann));
        Assert.Equal(placement, Assert.Single((await Placements.ListPlacementsAsync(
            new ListPlacementsRequest { AllocationId = request.AllocationId }, allocation.Ann)).Placements));
    }

    [Fact]
    public async Task is_refused_for_no_budget_and_from_a_day_that_has_not_come()
    {
        Assert.Equal("ALLOCATION_NOT_FOUND", (await RefusedCall.OfAsync(PlacedAsync(NewId()))).Reason);
        Assert.Equal(["placement.start_date"], (await RefusedCall.OfAsync(PlacedAsync(await allocation.AllocatedAsync(), "2190-01-01"))).Fields);
    }

    private Task<Placement> PlacedAsync(string allocationId, string start = "2025-09-01") => Placements.CreatePlacementAsync(
        new CreatePlacementRequest
        {
            AllocationId = allocationId, Placement = new Placement { Provider = "RX1", Funder = Board, AnnualPence = 9_500, StartDate = start }, RequestId = NewId(),
        }, allocation.Ann).ResponseAsync;

    private Task<PlacementComparison> ComparedAsync(Placement placement) => Placements.GetPlacementComparisonAsync(
        new GetPlacementComparisonRequest { PlacementId = placement.PlacementId }, allocation.Ann).ResponseAsync;
}
