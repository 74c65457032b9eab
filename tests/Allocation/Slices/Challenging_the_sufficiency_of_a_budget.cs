using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;
using static PersonalBudgets.Allocation.Tests.Slices.IndicativeBudgets;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>A person says that their budget is not enough, and somebody else than who made the figure answers (DOMAIN 4.5).</summary>
[Collection<AllocationCollection>]
public sealed class Challenging_the_sufficiency_of_a_budget(AllocationService allocation)
{
    private Metadata Joe => allocation.Service.As("joe");

    [Fact]
    public async Task starts_its_clock_on_the_day_it_was_raised()
    {
        var budget = await allocation.BudgetAsync();

        var challenge = await allocation.ChallengedAsync(budget, asked: 1_100_000, raised: Day(-3));

        Assert.Equal((ChallengeState.Open, Day(25), false, "ann"), (challenge.State, challenge.AnswerDueDate, challenge.Overdue, challenge.RecordedBy));
        Assert.Equal((budget.PersonId, ChallengerRole.Advocate, 1_100_000), (challenge.PersonId, challenge.RaisedBy, challenge.AskedAnnualPence));
        Assert.Equal(challenge, await allocation.Challenges.GetSufficiencyChallengeAsync(
            new GetSufficiencyChallengeRequest { SufficiencyChallengeId = challenge.SufficiencyChallengeId }, allocation.Ann));
    }

    [Fact]
    public async Task issues_the_budget_anew_where_it_is_upheld_with_the_old_figure_and_the_reason_beside_it()
    {
        var budget = await allocation.BudgetAsync();
        var challenge = await allocation.ChallengedAsync(budget, asked: 1_100_000);

        var answered = (await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(challenge, 1_100_000), Joe)).SufficiencyChallenge;

        Assert.Equal((ChallengeState.Upheld, "joe"), (answered.State, answered.ClosedBy));
        var standing = await allocation.BudgetAsync(answered.AnswerAllocationId);
        Assert.Equal((1_100_000, 1_100_000, false, "joe"), (standing.AnnualPence, standing.UnscaledAnnualPence, standing.ScaledToFund, standing.IssuedBy));
        Assert.Equal((AllocationCause.Challenge, budget.AllocationId), (standing.Cause, standing.ReplacesAllocationId));
        var change = Assert.Single(standing.Changes);
        Assert.Equal((950_000, 1_100_000, challenge.SufficiencyChallengeId), (change.FromAnnualPence, change.ToAnnualPence, change.SufficiencyChallengeId));
        Assert.Equal(["The nights were not counted."], change.Reasons);
        Assert.Equal(budget.Components, standing.Components);

        var old = await allocation.BudgetAsync(budget.AllocationId);
        Assert.Equal((AllocationState.Superseded, standing.AllocationId, 950_000), (old.State, old.SupersededByAllocationId, old.AnnualPence));
        Assert.Contains(budget.AllocationId, Assert.Single(await allocation.Service.EventsAsync<IndicativeBudgetIssued>(standing.AllocationId)));
        Assert.Single(await allocation.Service.EventsAsync<IndicativeBudgetSuperseded>(budget.AllocationId));
    }

    [Fact]
    public async Task leaves_the_figure_where_it_is_not_upheld()
    {
        var budget = await allocation.BudgetAsync();
        var challenge = await allocation.ChallengedAsync(budget);

        var answered = (await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(challenge, 0, ChallengeOutcome.NotUpheld), Joe)).SufficiencyChallenge;

        Assert.Equal((ChallengeState.NotUpheld, ""), (answered.State, answered.AnswerAllocationId));
        Assert.Equal(budget, await allocation.BudgetAsync(budget.AllocationId));
    }

    [Fact]
    public async Task is_answered_by_nobody_who_issued_scaled_or_answered_before()
    {
        var budget = await allocation.BudgetAsync();
        var fund = await allocation.FundedAsync(NewYear(), Council);
        var scaled = (await allocation.Allocations.ScaleAllocationAsync(Scale(budget, fund, basisPoints: 9_000), Joe)).Allocation;
        var challenge = await allocation.ChallengedAsync(scaled);
        await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(challenge, 950_000), Joe).RefusedAsync(StatusCode.FailedPrecondition, "DECIDER_IS_ISSUER");

        var kim = allocation.Service.As("kim");
        var raised = await allocation.BudgetAsync(
            (await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(challenge, 900_000, ChallengeOutcome.UpheldInPart), kim)).SufficiencyChallenge.AnswerAllocationId);
        Assert.True(raised.ScaledToFund);
        var again = await allocation.ChallengedAsync(raised);

        await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(again, 0, ChallengeOutcome.NotUpheld), kim).RefusedAsync(StatusCode.FailedPrecondition, "DECIDER_IS_ISSUER");
        await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(again, 0, ChallengeOutcome.NotUpheld), allocation.Service.As("lou"));
    }

    [Fact]
    public async Task is_one_at_a_time_for_a_budget_that_stands_and_can_be_taken_back()
    {
        var budget = await allocation.BudgetAsync();
        var challenge = await allocation.ChallengedAsync(budget);
        await allocation.Challenges.CreateSufficiencyChallengeAsync(Challenge(budget), allocation.Ann).RefusedAsync(StatusCode.FailedPrecondition, "CHALLENGE_OPEN");

        var request = new WithdrawSufficiencyChallengeRequest
        {
            SufficiencyChallengeId = challenge.SufficiencyChallengeId, Reason = "It is enough.", Etag = challenge.Etag, RequestId = NewId(),
        };
        var withdrawn = (await allocation.Challenges.WithdrawSufficiencyChallengeAsync(request, allocation.Ann)).SufficiencyChallenge;
        Assert.Equal((ChallengeState.Withdrawn, "It is enough."), (withdrawn.State, Assert.Single(withdrawn.Reasons)));
        request.RequestId = NewId();
        await allocation.Challenges.WithdrawSufficiencyChallengeAsync(request, allocation.Ann).RefusedAsync(StatusCode.FailedPrecondition, "CHALLENGE_CLOSED");

        var second = await allocation.ChallengedAsync(budget);
        await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(second, 1_000_000), Joe);
        await allocation.Challenges.CreateSufficiencyChallengeAsync(Challenge(budget), allocation.Ann).RefusedAsync(StatusCode.FailedPrecondition, "ALLOCATION_SUPERSEDED");
    }

    [Fact]
    public async Task lets_one_of_two_answers_count()
    {
        var budget = await allocation.BudgetAsync();
        var challenge = await allocation.ChallengedAsync(budget);

        var answers = await Task.WhenAll(((string[])["joe", "kim"]).Select(async who =>
        {
            try
            {
                await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(challenge, 1_000_000), allocation.Service.As(who));
                return "DONE";
            }
            catch (RpcException refused)
            {
                return refused.Status.StatusCode.ToString();
            }
        }));

        Assert.Equal(["DONE", "FailedPrecondition"], answers.Order());
    }

    [Fact]
    public async Task that_is_upheld_when_another_budget_stands_already_names_that_one()
    {
        var budget = await allocation.BudgetAsync();
        var challenge = await allocation.ChallengedAsync(budget);
        await allocation.PublishAsync(new EligibilityDecided
        {
            Programme = "north", SubjectId = NewId(), SubjectVersion = 1, OccurredAt = DateTimeOffset.UtcNow, AssessmentId = NewId(), PersonId = budget.PersonId,
            Outcomes = [new DecidedBasis("CARE_ACT", false)], BudgetGoesAhead = false, SupersededDecisionId = budget.EligibilityDecisionId,
        });
        await Eventually.AnswersAsync(() => allocation.BudgetAsync(budget.AllocationId), seen => seen.State is AllocationState.Superseded);

        await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(challenge, 1_000_000), Joe).RefusedAsync(StatusCode.FailedPrecondition, "ALLOCATION_SUPERSEDED");
        var answered = (await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(challenge, 0), Joe)).SufficiencyChallenge;

        Assert.Equal((ChallengeState.Upheld, ""), (answered.State, answered.AnswerAllocationId));
    }

    [Fact]
    public async Task that_nobody_answered_in_time_is_on_the_list_of_those_overdue()
    {
        var person = NewId();
        var late = await allocation.ChallengedAsync(await allocation.BudgetAsync(daysAgo: 60, personId: person), raised: Day(-29));
        var dueToday = await allocation.ChallengedAsync(await allocation.BudgetAsync(daysAgo: 60, personId: person), raised: Day(-28));

        var listed = await allocation.Challenges.ListSufficiencyChallengesAsync(
            new ListSufficiencyChallengesRequest { PersonId = person, Overdue = true }, allocation.Ann);
        var open = await allocation.Challenges.ListSufficiencyChallengesAsync(
            new ListSufficiencyChallengesRequest { AllocationId = dueToday.AllocationId, State = ChallengeState.Open }, allocation.Ann);

        Assert.True(late.Overdue);
        Assert.Equal(late, Assert.Single(listed.SufficiencyChallenges));
        Assert.Equal(dueToday, Assert.Single(open.SufficiencyChallenges));
    }

    [Fact]
    public async Task is_refused_with_every_fault_at_once()
    {
        var budget = await allocation.BudgetAsync(daysAgo: 3);
        var request = Challenge(budget, asked: 950_000, raised: Day(-5));

        await allocation.Challenges.CreateSufficiencyChallengeAsync(request, allocation.Ann).InvalidAsync(
            ("sufficiency_challenge.raise_date", "BEFORE_START"), ("sufficiency_challenge.asked_annual_pence", "NOT_ABOVE_FIGURE"));
    }

    [Theory]
    [InlineData(ChallengeOutcome.Upheld, 950_000, "NOT_ABOVE_FIGURE")]
    [InlineData(ChallengeOutcome.Upheld, 0, "NOT_ABOVE_FIGURE")]
    [InlineData(ChallengeOutcome.Upheld, 1_099_999, "NOT_OF_THIS_OUTCOME")]
    [InlineData(ChallengeOutcome.UpheldInPart, 1_100_000, "NOT_OF_THIS_OUTCOME")]
    [InlineData(ChallengeOutcome.NotUpheld, 1_100_000, "NOT_OF_THIS_OUTCOME")]
    public async Task is_answered_with_a_figure_that_fits_the_outcome(ChallengeOutcome outcome, long annualPence, string fault)
    {
        var challenge = await allocation.ChallengedAsync(await allocation.BudgetAsync(), asked: 1_100_000);

        await allocation.Challenges.DecideSufficiencyChallengeAsync(Answer(challenge, annualPence, outcome), Joe).InvalidAsync(("annual_pence", fault));
    }

    [Fact]
    public async Task is_not_seen_by_another_programme()
    {
        var challenge = await allocation.ChallengedAsync(await allocation.BudgetAsync());

        await allocation.Challenges.GetSufficiencyChallengeAsync(
            new GetSufficiencyChallengeRequest { SufficiencyChallengeId = challenge.SufficiencyChallengeId }, allocation.Service.As(programme: "south"))
            .RefusedAsync(StatusCode.NotFound, "SUFFICIENCY_CHALLENGE_NOT_FOUND");
    }
}
