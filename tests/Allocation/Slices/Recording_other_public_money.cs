using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;
using static PersonalBudgets.Allocation.Tests.Slices.IndicativeBudgets;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>Health, housing, welfare and education money beside a budget (Care Act 2014 s26(2); DOMAIN 0, A33).</summary>
[Collection<AllocationCollection>]
public sealed class Recording_other_public_money(AllocationService allocation)
{
    [Fact]
    public async Task stands_beside_the_budget_and_in_its_explanation_and_changes_no_figure()
    {
        var budget = await allocation.BudgetAsync();

        var recorded = await RecordAsync(budget, Money(PublicMoneyKind.Welfare, "XDW", weekly: 8_000), Money(PublicMoneyKind.Housing, Council, weekly: 0, once: 70_000));

        Assert.Equal([("XDW", 8_000L, 0L), (Council, 0, 70_000)], recorded.OtherPublicMoney.Select(money => (money.Funder, money.WeeklyPence, money.OneOffPence)));
        Assert.Equal((budget.AnnualPence, budget.FirstYearPence), (recorded.AnnualPence, recorded.FirstYearPence));
        var explained = await allocation.Explanations.GetAllocationExplanationAsync(
            new GetAllocationExplanationRequest { AllocationId = budget.AllocationId }, allocation.Ann);
        Assert.Equal(recorded, explained.Allocation);
        Assert.Contains(
            "The council pays £700 once for your housing, beside this budget.", explained.Sections.Single(section => section.Topic is AllocationExplanationTopic.Payers).Paragraphs);
    }

    [Fact]
    public async Task takes_the_place_of_what_was_recorded()
    {
        var budget = await RecordAsync(await allocation.BudgetAsync(), Money(PublicMoneyKind.Welfare, "XDW", weekly: 8_000));

        Assert.Equal(9_000, Assert.Single((budget = await RecordAsync(budget, Money(PublicMoneyKind.Welfare, "XDW", weekly: 9_000))).OtherPublicMoney).WeeklyPence);
        Assert.Empty((await RecordAsync(budget)).OtherPublicMoney);
    }

    [Fact]
    public async Task goes_with_the_budget_that_takes_its_place_and_can_be_recorded_anew_there_alone()
    {
        var budget = await RecordAsync(await allocation.BudgetAsync(), Money(PublicMoneyKind.Welfare, "XDW", weekly: 8_000));

        var scaled = (await allocation.Allocations.ScaleAllocationAsync(Scale(budget, await allocation.FundedAsync(NewYear(), Council), 900_000), allocation.Ann)).Allocation;

        Assert.Equal(budget.OtherPublicMoney, scaled.OtherPublicMoney);
        Assert.Empty((await RecordAsync(scaled)).OtherPublicMoney);
        var superseded = await allocation.BudgetAsync(budget.AllocationId);
        await allocation.Allocations.RecordOtherPublicMoneyAsync(Request(superseded), allocation.Ann).RefusedAsync(StatusCode.FailedPrecondition, "ALLOCATION_SUPERSEDED");
    }

    [Fact]
    public async Task is_refused_for_money_that_is_none_or_stands_twice_or_is_below_nothing()
    {
        var budget = await allocation.BudgetAsync();

        await allocation.Allocations.RecordOtherPublicMoneyAsync(
            Request(budget, Money(PublicMoneyKind.Welfare, "XDW", weekly: 1), Money(PublicMoneyKind.Welfare, "XDW", weekly: 0)), allocation.Ann)
            .InvalidAsync(("other_public_money[1]", "DUPLICATE"), ("other_public_money[1].weekly_pence", "REQUIRED"));
        await allocation.Allocations.RecordOtherPublicMoneyAsync(Request(budget, Money(PublicMoneyKind.Welfare, "XDW", weekly: -1)), allocation.Ann)
            .InvalidAsync(("other_public_money[0].weekly_pence", "GTE"));
        Assert.Empty((await allocation.BudgetAsync(budget.AllocationId)).OtherPublicMoney);
    }

    [Fact]
    public async Task is_refused_on_an_old_version_and_where_there_is_no_budget()
    {
        var budget = await allocation.BudgetAsync();
        await RecordAsync(budget, Money(PublicMoneyKind.Welfare, "XDW", weekly: 8_000));

        await allocation.Allocations.RecordOtherPublicMoneyAsync(Request(budget), allocation.Ann).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        budget.AllocationId = NewId();
        await allocation.Allocations.RecordOtherPublicMoneyAsync(Request(budget), allocation.Ann).RefusedAsync(StatusCode.NotFound, "ALLOCATION_NOT_FOUND");
    }

    [Fact]
    public async Task is_refused_after_a_death()
    {
        var budget = await allocation.BudgetAsync();
        await allocation.PublishAsync(new PersonDied
        {
            Programme = "north", SubjectId = budget.PersonId, SubjectVersion = 2, OccurredAt = DateTimeOffset.UtcNow, PersonId = budget.PersonId,
            DeathDate = new DateOnly(2025, 6, 1),
        });
        await Eventually.AnswersAsync(() => allocation.BudgetAsync(budget.AllocationId), known => known.PersonDied);

        await allocation.Allocations.RecordOtherPublicMoneyAsync(Request(budget), allocation.Ann).RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED");
    }

    private async Task<AllocationMessage> RecordAsync(AllocationMessage budget, params OtherPublicMoney[] money) =>
        (await allocation.Allocations.RecordOtherPublicMoneyAsync(Request(budget, money), allocation.Ann)).Allocation;

    private static RecordOtherPublicMoneyRequest Request(AllocationMessage budget, params OtherPublicMoney[] money) =>
        new() { AllocationId = budget.AllocationId, OtherPublicMoney = { money }, Etag = budget.Etag, RequestId = NewId() };

    private static OtherPublicMoney Money(PublicMoneyKind kind, string funder, long weekly, long once = 0) =>
        new() { Kind = kind, Funder = funder, WeeklyPence = weekly, OneOffPence = once };
}
