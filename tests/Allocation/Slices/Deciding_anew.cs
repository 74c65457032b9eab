using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>A decision that takes the place of another leaves one indicative budget that stands, or none.</summary>
[Collection<AllocationCollection>]
public sealed class Deciding_anew(AllocationService allocation)
{
    [Fact]
    public async Task leaves_one_budget_that_stands_and_says_which_took_the_others_place()
    {
        var (first, older) = await IssuedAsync();

        var second = NewId();
        await allocation.PublishAsync(Decisions.Told(first, second, first.EligibilityDecisionId));
        var (superseded, standing) = await UntilAsync(first, older, second);

        Assert.Equal((AllocationState.Superseded, standing!.AllocationId), (superseded.State, superseded.SupersededByAllocationId));
        Assert.Equal((AllocationState.Issued, ""), (standing.State, standing.SupersededByAllocationId));
        Assert.Single(await allocation.Service.EventsAsync<IndicativeBudgetSuperseded>(older.AllocationId));
        Assert.Contains(older.AllocationId, Assert.Single(await allocation.Service.EventsAsync<IndicativeBudgetIssued>(standing.AllocationId)));
    }

    [Fact]
    public async Task ends_the_budget_where_the_answer_is_no_and_the_next_yes_takes_its_place()
    {
        var (first, older) = await IssuedAsync();
        var (no, yes) = (NewId(), NewId());

        await allocation.PublishAsync(Decisions.Told(first, no, first.EligibilityDecisionId, goesAhead: false));
        var (ended, _) = await UntilAsync(first, older, null);
        Assert.Equal("", ended.SupersededByAllocationId);
        await allocation.PublishAsync(Decisions.Told(first, yes, no));
        var (superseded, standing) = await UntilAsync(first, older, yes);

        Assert.Equal(standing!.AllocationId, superseded.SupersededByAllocationId);
        Assert.Contains(older.AllocationId, Assert.Single(await allocation.Service.EventsAsync<IndicativeBudgetIssued>(standing.AllocationId)));
        Assert.Single(await allocation.Service.EventsAsync<IndicativeBudgetSuperseded>(older.AllocationId));
    }

    [Fact]
    public async Task issues_nothing_on_the_older_decision_when_that_is_told_last()
    {
        var (first, _) = await IssuedAsync();
        var (older, newer) = (NewId(), NewId());
        await allocation.PublishAsync(Decisions.Told(first, newer, older));
        await Eventually.AnswersAsync(() => allocation.AuditsAsync(older, "NOTHING_ISSUED"), count => count is 1);

        await allocation.PublishAsync(Decisions.Told(first, older));
        await Eventually.AnswersAsync(() => allocation.AuditsAsync(older, "SUPERSEDED"), count => count is 1);

        Assert.DoesNotContain(await allocation.ListAsync(first), budget => budget.EligibilityDecisionId == older);
    }

    [Fact]
    public async Task lets_no_money_be_set_aside_on_the_older_budget_but_repeats_what_was()
    {
        var (first, older) = await IssuedAsync();
        var year = NewYear();
        await allocation.FundedAsync(year);
        var before = await allocation.RequestAsync(year, Line(1_000));
        before.AllocationId = older.AllocationId;
        var held = await allocation.Commit(before);

        await allocation.PublishAsync(Decisions.Told(first, NewId(), first.EligibilityDecisionId, goesAhead: false));
        await UntilAsync(first, older, null);

        var later = await allocation.RequestAsync(year, Line(1_000));
        later.AllocationId = older.AllocationId;
        await allocation.Commit(later).RefusedAsync(StatusCode.FailedPrecondition, "ALLOCATION_SUPERSEDED");
        before.RequestId = NewId();
        Assert.Equal(held.Commitment.CommitmentId, (await allocation.Commit(before)).Commitment.CommitmentId);
    }

    [Fact]
    public async Task shows_a_correction_of_the_assessment_on_a_budget_that_stands()
    {
        var (first, older) = await IssuedAsync();
        var corrected = NewId();

        await allocation.PublishAsync(new AssessmentCorrected
        {
            Programme = "north", SubjectId = corrected, SubjectVersion = 1, OccurredAt = DateTimeOffset.UtcNow,
            PersonId = first.PersonId, CorrectedAssessmentId = first.AssessmentId, Kind = "ADULT",
        });

        var seen = await Eventually.AnswersAsync(() => ReadAsync(older), budget => budget.CorrectedByAssessmentId.Length > 0);
        Assert.Equal((corrected, AllocationState.Issued), (seen.CorrectedByAssessmentId, seen.State));
    }

    private async Task<(EligibilityDecision Decision, AllocationMessage Budget)> IssuedAsync()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var decision = await allocation.DecidedAsync(AssessmentKind.Adult, "NIGHT", "RELATIONSHIPS");
        return (decision, await allocation.IssuedAsync(decision));
    }

    private async Task<AllocationMessage> ReadAsync(AllocationMessage budget) =>
        await allocation.Allocations.GetAllocationAsync(new GetAllocationRequest { AllocationId = budget.AllocationId }, allocation.Ann);

    /// <summary>The older budget once it is superseded, and the one of the newer decision once that is issued.</summary>
    private async Task<(AllocationMessage Superseded, AllocationMessage? Standing)> UntilAsync(EligibilityDecision decision, AllocationMessage older, string? newer)
    {
        var listed = await Eventually.AnswersAsync(
            () => allocation.ListAsync(decision),
            all => all.Any(budget => budget.AllocationId == older.AllocationId && budget.State is AllocationState.Superseded)
                && (newer is null || all.Any(budget => budget.EligibilityDecisionId == newer)));
        return (listed.Single(budget => budget.AllocationId == older.AllocationId), listed.SingleOrDefault(budget => budget.EligibilityDecisionId == newer));
    }
}
