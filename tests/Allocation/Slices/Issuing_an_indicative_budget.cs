using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>From a decision in Assessment, through the broker, to a figure with its steps.</summary>
[Collection<AllocationCollection>]
public sealed class Issuing_an_indicative_budget(AllocationService allocation)
{
    private const string Queue = "allocation.issue-indicative-budget-on-eligibility-decided";

    [Fact]
    public async Task follows_a_decision_once_with_every_step_kept()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var decision = await allocation.DecidedAsync(AssessmentKind.Adult, "NIGHT", "RELATIONSHIPS");

        var issued = await allocation.IssuedAsync(decision);

        var component = Assert.Single(issued.Components);
        Assert.Equal((ModelKind.Social, 500_000L, 950_000L), (component.Kind, component.TenThousandthsOfPoints, component.AnnualPence));
        Assert.Equal(2, component.Steps.Count);
        Assert.Equal([LegalBasis.CareAct], component.LegalBases);
        Assert.Equal((950_000, decision.EligibilityDecisionId, decision.PersonId), (issued.AnnualPence, issued.EligibilityDecisionId, issued.PersonId));
        Assert.Contains("950000", Assert.Single(await allocation.Service.EventsAsync<IndicativeBudgetIssued>(issued.AllocationId)));

        // The same decision told again, by a message of its own, changes nothing.
        await allocation.PublishAsync(Decisions.Told(decision));
        await Eventually.AnswersAsync(() => allocation.AuditsAsync(decision.EligibilityDecisionId, "ISSUED_BEFORE"), count => count is 1);
        Assert.Equal(issued, Assert.Single(await allocation.ListAsync(decision)));
    }

    [Fact]
    public async Task follows_section_117_where_the_care_act_says_no_as_in_vector_E10()
    {
        await allocation.InForceAsync(ModelKind.S117);
        var decision = await allocation.DecidedAsync(AssessmentKind.S117, "NIGHT", "RELATIONSHIPS");
        await Eventually.AnswersAsync(() => allocation.AuditsAsync(decision.EligibilityDecisionId, "NOT_ELIGIBLE"), count => count is 1);

        await allocation.PublishAsync(Decisions.Told(decision, NewId()) with { Outcomes = [new DecidedBasis("CARE_ACT", false), new DecidedBasis("S117", true)] });

        var issued = await allocation.IssuedAsync(decision);
        Assert.Equal((ModelKind.S117, LegalBasis.S117), (Assert.Single(issued.Components).Kind, Assert.Single(issued.Components[0].LegalBases)));
        Assert.Equal((950_000, Council), (issued.AnnualPence, Assert.Single(issued.Shares).Funder));
    }

    [Fact]
    public async Task does_not_follow_a_decision_that_says_no()
    {
        var decision = await allocation.DecidedAsync(AssessmentKind.S117, "NIGHT");

        await Eventually.AnswersAsync(() => allocation.AuditsAsync(decision.EligibilityDecisionId, "NOT_ELIGIBLE"), count => count is 1);
        Assert.Empty(await allocation.ListAsync(decision));
    }

    [Fact]
    public async Task does_not_follow_a_decision_by_whose_law_none_of_the_needs_is_met()
    {
        var decision = await allocation.DecidedAsync(AssessmentKind.S117, "NIGHT");
        await Eventually.AnswersAsync(() => allocation.AuditsAsync(decision.EligibilityDecisionId, "NOT_ELIGIBLE"), count => count is 1);

        // A social need, and only the NHS says yes.
        var toldId = NewId();
        await allocation.PublishAsync(Decisions.Told(decision, toldId) with { Outcomes = [new DecidedBasis("DISCRETIONARY", true)] });

        await Eventually.AnswersAsync(() => allocation.AuditsAsync(toldId, "NO_NEED_SERVED"), count => count is 1);
        Assert.Empty(await allocation.ListAsync(decision));
    }

    [Fact]
    public async Task waits_in_the_error_queue_where_no_model_is_in_force()
    {
        var decision = await allocation.DecidedAsync(AssessmentKind.Carer, "NIGHT");

        await Eventually.AnswersAsync(() => Task.FromResult(allocation.Service.Log.Contains("MODEL_MISSING", StringComparison.Ordinal)), isThere => isThere);
        Assert.Empty(await allocation.ListAsync(decision));
    }

    [Fact]
    public async Task waits_in_the_error_queue_where_the_model_says_nothing_about_a_need()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var before = await allocation.ErrorsAsync(Queue);
        var decision = await allocation.DecidedAsync(AssessmentKind.Adult, "UNKNOWN_TO_ALL_MODELS");

        await Eventually.AnswersAsync(() => allocation.ErrorsAsync(Queue), count => count > before);
        Assert.Empty(await allocation.ListAsync(decision));
        await Eventually.AnswersAsync(() => Task.FromResult(allocation.Service.Log.Contains("NEED_NOT_IN_MODEL", StringComparison.Ordinal)), isThere => isThere);
    }
}
