using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>Holds go back to the funds, nothing new is issued or held, and what was confirmed is left to the final account (DOMAIN 0, A14).</summary>
[Collection<AllocationCollection>]
public sealed class When_a_person_dies(AllocationService allocation)
{
    [Fact]
    public async Task what_is_held_goes_back_and_nothing_is_held_again()
    {
        var (request, fund, held) = await HeldAsync();

        await DiesAsync(request.AllocationId);
        await UntilAsync(held, CommitmentState.Released);

        Assert.Equal(0, await allocation.CommittedAsync(fund));
        Assert.Contains("PERSON_DIED", Assert.Single(await allocation.Service.EventsAsync<BudgetReleased>(held.CommitmentId)));
        request.RequestId = NewId();
        await allocation.Commit(request).RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED");
        (request.PlanVersion, request.RequestId) = (7, NewId());
        await allocation.Commit(request).RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED");
    }

    [Fact]
    public async Task what_was_confirmed_stays_and_is_flagged()
    {
        var (request, fund, held) = await HeldAsync();
        await ApproveAsync(held);
        await UntilAsync(held, CommitmentState.Confirmed);

        await DiesAsync(request.AllocationId);

        await Eventually.AnswersAsync(() => allocation.ReadAsync(held.CommitmentId), commitment => commitment.PersonDied);
        Assert.Equal((CommitmentState.Confirmed, 1_000), ((await allocation.ReadAsync(held.CommitmentId)).State, await allocation.CommittedAsync(fund)));
    }

    [Fact]
    public async Task an_approval_that_arrives_later_takes_no_money_again()
    {
        var (request, fund, held) = await HeldAsync();
        await DiesAsync(request.AllocationId);
        await UntilAsync(held, CommitmentState.Released);

        await ApproveAsync(held);
        await Eventually.AnswersAsync(() => allocation.AuditsAsync(held.CommitmentId, "PERSON_DIED"), count => count is 2);

        Assert.Equal((CommitmentState.Released, 0), ((await allocation.ReadAsync(held.CommitmentId)).State, await allocation.CommittedAsync(fund)));
    }

    [Fact]
    public async Task money_is_held_again_where_the_death_was_recorded_by_mistake()
    {
        var (request, fund, held) = await HeldAsync();
        await DiesAsync(request.AllocationId);
        await UntilAsync(held, CommitmentState.Released);

        await allocation.PublishAsync(new PersonDeathWithdrawn
        {
            Programme = "north", SubjectId = request.AllocationId, SubjectVersion = 3, OccurredAt = DateTimeOffset.UtcNow, PersonId = request.AllocationId,
        });
        await Eventually.AnswersAsync(() => allocation.ReadAsync(held.CommitmentId), commitment => !commitment.PersonDied);

        request.RequestId = NewId();
        Assert.Equal(CommitmentState.Held, (await allocation.Commit(request)).Commitment.State);
        Assert.Equal(1_000, await allocation.CommittedAsync(fund));
    }

    [Fact]
    public async Task no_budget_is_issued_on_a_decision_that_is_told_after_it()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var decision = await allocation.DecidedAsync(AssessmentKind.Adult, "NIGHT", "RELATIONSHIPS");
        await allocation.IssuedAsync(decision);
        await DiesAsync(decision.PersonId);
        await Eventually.AnswersAsync(() => allocation.ListAsync(decision), issued => issued.All(budget => budget.PersonDied));

        var later = NewId();
        await allocation.PublishAsync(Decisions.Told(decision, later));
        await Eventually.AnswersAsync(() => allocation.AuditsAsync(later, "PERSON_DIED"), count => count is 1);

        Assert.Single(await allocation.ListAsync(decision));
    }

    [Fact]
    public async Task the_record_that_it_was_merged_into_is_as_dead_and_finds_both_budgets()
    {
        var (request, _, held) = await HeldAsync();
        var dead = NewId();
        await DiesAsync(dead);
        await Eventually.AnswersAsync(() => allocation.AuditsAsync(dead, "DONE"), count => count is 1);

        await allocation.PublishAsync(new PeopleMerged
        {
            Programme = "north", SubjectId = request.AllocationId, SubjectVersion = 3, OccurredAt = DateTimeOffset.UtcNow,
            PersonId = request.AllocationId, MergedPersonId = dead,
        });
        await UntilAsync(held, CommitmentState.Released);

        var byEither = await allocation.Allocations.ListAllocationsAsync(new ListAllocationsRequest { PersonId = dead }, allocation.Ann);
        Assert.Equal(request.AllocationId, Assert.Single(byEither.Allocations).AllocationId);
    }

    /// <summary>A hold of 10 pounds; the test's allocations have their person's id for their own.</summary>
    private async Task<(CommitBudgetRequest Request, Fund Fund, Commitment Held)> HeldAsync()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year);
        var request = await allocation.RequestAsync(year, Line(1_000));
        return (request, fund, (await allocation.Commit(request)).Commitment);
    }

    private Task DiesAsync(string personId) => allocation.PublishAsync(new PersonDied
    {
        Programme = "north", SubjectId = personId, SubjectVersion = 2, OccurredAt = DateTimeOffset.UtcNow, PersonId = personId,
        DeathDate = new DateOnly(2025, 6, 1),
    });

    private Task ApproveAsync(Commitment held) => allocation.PublishAsync(new PlanApproved
    {
        Programme = "north", SubjectId = held.PlanId, SubjectVersion = 9, OccurredAt = DateTimeOffset.UtcNow, PersonId = NewId(),
        CommitmentId = held.CommitmentId, StartDate = new DateOnly(2025, 6, 1), Lines = [],
    });

    private Task<Commitment> UntilAsync(Commitment held, CommitmentState state) =>
        Eventually.AnswersAsync(() => allocation.ReadAsync(held.CommitmentId), commitment => commitment.State == state);
}
