using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>That people were told of their budgets and have seen them is measured; nothing waits for it (DOMAIN 0, A27, A29).</summary>
[Collection<AllocationCollection>]
public sealed class Telling_a_person_of_their_budget(AllocationService allocation)
{
    [Fact]
    public async Task records_how_when_and_by_whom_and_starts_the_clocks_of_both_bodies()
    {
        var budget = await allocation.BudgetAsync(basis: LegalBasis.S117);
        var day = IndicativeBudgets.Day(-2);

        var told = (await allocation.Allocations.RecordAllocationToldAsync(Told(budget, day), allocation.Ann)).Allocation;

        var telling = Assert.Single(told.Tellings);
        Assert.Equal((TellingChannel.Phone, day, "ann", TellingFormat.Standard, "en-GB"), (telling.Channel, telling.Date, telling.RecordedBy, telling.Format, telling.Language));
        Assert.Equal(
            [(ReviewRoute.Nhs, Dates.Text(Dates.Parse(day).AddMonths(3))), (ReviewRoute.Council, Dates.Text(Dates.Parse(day).AddMonths(12)))],
            telling.Rights.Select(right => (right.Route, right.RequestDueDate)));
        Assert.Equal(told, await allocation.BudgetAsync(budget.AllocationId));
    }

    [Fact]
    public async Task can_be_done_again_in_another_way_but_not_by_two_who_saw_the_same_version()
    {
        var budget = await allocation.BudgetAsync();
        var told = (await allocation.Allocations.RecordAllocationToldAsync(Told(budget), allocation.Ann)).Allocation;

        var letter = Told(budget);
        letter.Channel = TellingChannel.Letter;
        await allocation.Allocations.RecordAllocationToldAsync(letter, allocation.Ann).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        letter.Etag = told.Etag;
        var again = (await allocation.Allocations.RecordAllocationToldAsync(letter, allocation.Ann)).Allocation;

        Assert.Equal([TellingChannel.Phone, TellingChannel.Letter], again.Tellings.Select(telling => telling.Channel));
    }

    [Fact]
    public async Task is_refused_before_the_issue_and_in_the_future()
    {
        var budget = await allocation.BudgetAsync(daysAgo: 3);

        await allocation.Allocations.RecordAllocationToldAsync(Told(budget, IndicativeBudgets.Day(-5)), allocation.Ann).InvalidAsync(("date", "BEFORE_START"));
        await allocation.Allocations.RecordAllocationToldAsync(Told(budget, IndicativeBudgets.Day(1)), allocation.Ann).InvalidAsync(("date", "NOT_IN_FUTURE"));
    }

    [Fact]
    public async Task gives_the_same_answer_to_the_same_request_and_stores_no_form_or_language_with_it()
    {
        var budget = await allocation.BudgetAsync();
        var request = Told(budget);
        request.Format = TellingFormat.BritishSignLanguage;

        var first = await allocation.Allocations.RecordAllocationToldAsync(request, allocation.Ann);

        Assert.Equal(first, await allocation.Allocations.RecordAllocationToldAsync(request, allocation.Ann));
        Assert.Single(first.Allocation.Tellings);
    }

    [Fact]
    public async Task takes_a_budget_off_the_list_of_those_that_nobody_knows_of()
    {
        var person = NewId();
        var told = await allocation.BudgetAsync(personId: person);
        var seen = await allocation.BudgetAsync(personId: person);
        var waiting = await allocation.BudgetAsync(personId: person);
        var list = new ListAllocationsRequest { PersonId = person, Untold = true };
        Assert.Equal(3, (await allocation.Allocations.ListAllocationsAsync(list, allocation.Ann)).Allocations.Count);

        await allocation.Allocations.RecordAllocationToldAsync(Told(told), allocation.Ann);
        await allocation.Allocations.RecordAllocationSeenAsync(Seen(seen), allocation.Ann);

        Assert.Equal(waiting, Assert.Single((await allocation.Allocations.ListAllocationsAsync(list, allocation.Ann)).Allocations));
    }

    [Fact]
    public async Task is_no_condition_for_having_seen_it_which_is_recorded_once()
    {
        var budget = await allocation.BudgetAsync();

        var seen = (await allocation.Allocations.RecordAllocationSeenAsync(Seen(budget), allocation.Ann)).Allocation;

        Assert.Equal((TellingChannel.InPerson, IndicativeBudgets.Today, "ann"), (seen.Sight.Channel, seen.Sight.Date, seen.Sight.RecordedBy));
        await allocation.Allocations.RecordAllocationSeenAsync(Seen(seen), allocation.Ann).RefusedAsync(StatusCode.FailedPrecondition, "ALLOCATION_SEEN");
    }

    private static RecordAllocationToldRequest Told(AllocationMessage budget, string? day = null) => new()
    {
        AllocationId = budget.AllocationId, Channel = TellingChannel.Phone, Date = day ?? IndicativeBudgets.Today, Etag = budget.Etag, RequestId = NewId(),
    };

    private static RecordAllocationSeenRequest Seen(AllocationMessage budget) => new()
    {
        AllocationId = budget.AllocationId, Channel = TellingChannel.InPerson, Date = IndicativeBudgets.Today, Etag = budget.Etag, RequestId = NewId(),
    };
}
