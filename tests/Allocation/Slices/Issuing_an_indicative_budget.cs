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
        await InForceAsync(ModelKind.Social);
        var decision = await DecidedAsync(AssessmentKind.Adult, "NIGHT", "RELATIONSHIPS");

        var issued = await IssuedAsync(decision);

        var component = Assert.Single(issued.Components);
        Assert.Equal((ModelKind.Social, 500_000L, 950_000L), (component.Kind, component.TenThousandthsOfPoints, component.AnnualPence));
        Assert.Equal(2, component.Steps.Count);
        Assert.Equal([LegalBasis.CareAct], component.LegalBases);
        Assert.Equal((950_000, decision.EligibilityDecisionId, decision.PersonId), (issued.AnnualPence, issued.EligibilityDecisionId, issued.PersonId));
        Assert.Contains("950000", Assert.Single(await allocation.Service.EventsAsync<IndicativeBudgetIssued>(issued.AllocationId)));

        // The same decision told again, by a message of its own, changes nothing.
        await allocation.PublishAsync(Told(decision));
        await Eventually.AnswersAsync(() => AuditsAsync(decision.EligibilityDecisionId, "ISSUED_BEFORE"), count => count is 1);
        Assert.Equal(issued, Assert.Single(await ListAsync(decision)));
    }

    [Fact]
    public async Task does_not_follow_a_decision_that_says_no()
    {
        var decision = await DecidedAsync(AssessmentKind.S117, "NIGHT");

        await Eventually.AnswersAsync(() => AuditsAsync(decision.EligibilityDecisionId, "NOT_ELIGIBLE"), count => count is 1);
        Assert.Empty(await ListAsync(decision));
    }

    [Fact]
    public async Task waits_in_the_error_queue_where_no_model_is_in_force()
    {
        var decision = await DecidedAsync(AssessmentKind.Carer, "NIGHT");

        await Eventually.AnswersAsync(() => Task.FromResult(allocation.Service.Log.Contains("MODEL_MISSING", StringComparison.Ordinal)), isThere => isThere);
        Assert.Empty(await ListAsync(decision));
    }

    [Fact]
    public async Task waits_in_the_error_queue_where_the_model_says_nothing_about_a_need()
    {
        await InForceAsync(ModelKind.Social);
        var before = await allocation.ErrorsAsync(Queue);
        var decision = await DecidedAsync(AssessmentKind.Adult, "UNKNOWN_TO_ALL_MODELS");

        await Eventually.AnswersAsync(() => allocation.ErrorsAsync(Queue), count => count > before);
        Assert.Empty(await ListAsync(decision));
        await Eventually.AnswersAsync(() => Task.FromResult(allocation.Service.Log.Contains("NEED_NOT_IN_MODEL", StringComparison.Ordinal)), isThere => isThere);
    }

    private async Task InForceAsync(ModelKind kind)
    {
        var model = Domain.Models.Curve(kind);
        model.ValidFrom = "2025-04-01";
        var listed = await allocation.Models.ListAllocationModelsAsync(new ListAllocationModelsRequest(), allocation.Ann);
        if (listed.AllocationModels.Any(known => known.Kind == kind && known.State is ModelState.Published && known.ValidFrom == model.ValidFrom))
            return;
        var draft = await allocation.Models.CreateAllocationModelAsync(new CreateAllocationModelRequest { AllocationModel = model, RequestId = NewId() }, allocation.Ann);
        await allocation.Models.PublishAllocationModelAsync(
            new PublishAllocationModelRequest { AllocationModelId = draft.AllocationModelId, Etag = draft.Etag, RequestId = NewId() }, allocation.Ann);
    }

    /// <summary>A person of Assessment, assessed with needs of 20 and 30 points and so on, signed and decided.</summary>
    private async Task<EligibilityDecision> DecidedAsync(AssessmentKind kind, params string[] domains)
    {
        var (channel, ann) = (allocation.Assessment.Channel, allocation.Assessment.As());
        var person = await new PeopleService.PeopleServiceClient(channel).CreatePersonAsync(
            new CreatePersonRequest
            {
                Person = new Person { NhsNumber = NhsNumbers.Next(), GivenName = "Harriet", FamilyName = "Sample", BirthDate = "1991-11-30" },
                RequestId = NewId(),
            },
            ann);
        var draft = new Assessment.V1.Assessment
        {
            Kind = kind,
            AssessmentDate = "2025-05-01",
            OwnView = "I want to stay well.",
            CapacityConsidered = true,
            AdvocateConsidered = true,
            CareAct = kind is AssessmentKind.Adult ? Adult() : null,
            Carer = kind is AssessmentKind.Carer ? new CarerFacts { ProvidesNecessaryCare = true, HealthAtRisk = true, SignificantImpact = true } : null,
            Needs = { domains.Select((domain, index) => Domain.Models.Need(domain, index + 2)) },
        };
        var assessments = new AssessmentsService.AssessmentsServiceClient(channel);
        var stored = await assessments.CreateAssessmentAsync(new CreateAssessmentRequest { PersonId = person.PersonId, Assessment = draft, RequestId = NewId() }, ann);
        await assessments.SignAssessmentAsync(new SignAssessmentRequest { AssessmentId = stored.AssessmentId, Etag = stored.Etag, RequestId = NewId() }, ann);
        var decided = await new EligibilityService.EligibilityServiceClient(channel).DecideEligibilityAsync(
            new DecideEligibilityRequest { AssessmentId = stored.AssessmentId, RequestId = NewId() }, ann);
        return decided.EligibilityDecision;
    }

    private static CareActFacts Adult() => new()
    {
        ImpairmentOrIllness = true,
        SignificantImpact = true,
        Outcomes =
        {
            new OutcomeFinding { Outcome = CareActOutcome.Nutrition, NotWithoutAssistance = true },
            new OutcomeFinding { Outcome = CareActOutcome.Hygiene, NotWithoutAssistance = true },
        },
    };

    private static EligibilityDecided Told(EligibilityDecision decision) => new()
    {
        Programme = "north",
        SubjectId = decision.EligibilityDecisionId,
        SubjectVersion = 2,
        OccurredAt = DateTimeOffset.UtcNow,
        AssessmentId = decision.AssessmentId,
        PersonId = decision.PersonId,
        Outcomes = [new DecidedBasis("CARE_ACT", true)],
        BudgetGoesAhead = true,
    };

    private async Task<AllocationMessage> IssuedAsync(EligibilityDecision decision) =>
        (await Eventually.AnswersAsync(() => ListAsync(decision), issued => issued.Count is 1))[0];

    private async Task<IReadOnlyList<AllocationMessage>> ListAsync(EligibilityDecision decision) =>
        (await allocation.Allocations.ListAllocationsAsync(new ListAllocationsRequest { AssessmentId = decision.AssessmentId }, allocation.Ann)).Allocations;

    private async Task<long> AuditsAsync(string decisionId, string outcome) => Assert.Single(await allocation.Service.LookAsync<long>(
        "select count(*) from platform.audit_events where subject_id = @Id and outcome = @outcome", new { Id = Guid.Parse(decisionId), outcome }));
}
