using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;
using static PersonalBudgets.Allocation.Tests.Slices.IndicativeBudgets;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>Never without a flag, a reason and a name; and what the needs call for stays in sight (DOMAIN 7.2).</summary>
[Collection<AllocationCollection>]
public sealed class Scaling_a_budget_to_fit_a_fund(AllocationService allocation)
{
    [Fact]
    public async Task issues_a_smaller_one_with_the_flag_the_reason_and_the_name_and_the_unscaled_figure_beside_it()
    {
        var budget = await allocation.BudgetAsync(950_005);
        var fund = await allocation.FundedAsync(NewYear(), Council);

        var scaled = (await allocation.Allocations.ScaleAllocationAsync(Scale(budget, fund, basisPoints: 9_000), allocation.Ann)).Allocation;

        // 855,004.5 pence: half up.
        Assert.Equal((855_005, 950_005, true), (scaled.AnnualPence, scaled.UnscaledAnnualPence, scaled.ScaledToFund));
        var change = Assert.Single(scaled.Changes);
        Assert.Equal((AllocationCause.Scaling, 950_005, 855_005, 9_000), (change.Cause, change.FromAnnualPence, change.ToAnnualPence, change.BasisPoints));
        Assert.Equal(("ann", fund.FundId, "The fund of this year is spent but for this."), (change.DecidedBy, change.FundId, Assert.Single(change.Reasons)));
        Assert.Equal(AllocationState.Superseded, (await allocation.BudgetAsync(budget.AllocationId)).State);
    }

    [Fact]
    public async Task counts_basis_points_from_the_unscaled_figure_however_often()
    {
        var fund = await allocation.FundedAsync(NewYear(), Council);
        var once = (await allocation.Allocations.ScaleAllocationAsync(Scale(await allocation.BudgetAsync(), fund, basisPoints: 9_000), allocation.Ann)).Allocation;

        var twice = (await allocation.Allocations.ScaleAllocationAsync(Scale(once, fund, basisPoints: 8_000), allocation.Ann)).Allocation;

        Assert.Equal((760_000, 950_000, 2), (twice.AnnualPence, twice.UnscaledAnnualPence, twice.Changes.Count));
    }

    [Fact]
    public async Task is_refused_while_a_challenge_waits_for_its_answer()
    {
        var budget = await allocation.BudgetAsync();
        await allocation.ChallengedAsync(budget);
        var fund = await allocation.FundedAsync(NewYear(), Council);

        await allocation.Allocations.ScaleAllocationAsync(Scale(budget, fund, 900_000), allocation.Ann).RefusedAsync(StatusCode.FailedPrecondition, "CHALLENGE_OPEN");
    }

    [Fact]
    public async Task is_refused_where_it_lowers_nothing_or_does_not_say_how_or_why()
    {
        var budget = await allocation.BudgetAsync();
        var fund = await allocation.FundedAsync(NewYear(), Council);
        var silent = Scale(budget, fund, 900_000);
        silent.Reason = "  ";

        await allocation.Allocations.ScaleAllocationAsync(Scale(budget, fund, 950_000), allocation.Ann).InvalidAsync(("annual_pence", "NOT_BELOW_FIGURE"));
        await allocation.Allocations.ScaleAllocationAsync(Scale(budget, fund), allocation.Ann).InvalidAsync(("annual_pence", "ONE_WAY"));
        await allocation.Allocations.ScaleAllocationAsync(silent, allocation.Ann).InvalidAsync(("reason", "REQUIRED"));
        await allocation.Allocations.ScaleAllocationAsync(Scale(budget, fund, 900_000, 9_000), allocation.Ann).InvalidAsync(("basis_points", "ONE_WAY"));
        await allocation.Allocations.ScaleAllocationAsync(Scale(budget, new Fund { FundId = NewId() }, 900_000), allocation.Ann)
            .RefusedAsync(StatusCode.NotFound, "FUND_NOT_FOUND");
        Assert.Equal(budget, await allocation.BudgetAsync(budget.AllocationId));
    }

    [Fact]
    public async Task is_refused_for_the_fund_of_somebody_who_bears_nothing_of_it()
    {
        var budget = await allocation.BudgetAsync();

        await allocation.Allocations.ScaleAllocationAsync(Scale(budget, await allocation.FundedAsync(NewYear(), Board), 900_000), allocation.Ann)
            .InvalidAsync(("fund_id", "FUNDERS_DIFFER"));
        Assert.Equal(budget, await allocation.BudgetAsync(budget.AllocationId));
    }

    [Fact]
    public async Task happens_once_to_one_version_and_only_to_a_budget_that_stands()
    {
        var budget = await allocation.BudgetAsync();
        var fund = await allocation.FundedAsync(NewYear(), Council);
        var stale = Scale(budget, fund, 900_000);
        stale.Etag = "7";
        await allocation.Allocations.ScaleAllocationAsync(stale, allocation.Ann).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");

        var request = Scale(budget, fund, 900_000);
        var scaled = await allocation.Allocations.ScaleAllocationAsync(request, allocation.Ann);

        Assert.Equal(scaled, await allocation.Allocations.ScaleAllocationAsync(request, allocation.Ann));
        await allocation.Allocations.ScaleAllocationAsync(Scale(budget, fund, 800_000), allocation.Ann).RefusedAsync(StatusCode.FailedPrecondition, "ALLOCATION_SUPERSEDED");
    }

    [Fact]
    public async Task needs_a_permission_of_its_own()
    {
        var budget = await allocation.BudgetAsync();
        var fund = await allocation.FundedAsync(NewYear(), Council);

        await allocation.Allocations.ScaleAllocationAsync(
            Scale(budget, fund, 900_000), allocation.Service.As(permissions: ["allocation.allocations.read", "allocation.sufficiency_challenges.decide"]))
            .RefusedAsync(StatusCode.PermissionDenied, "PERMISSION_REQUIRED");
    }
}
