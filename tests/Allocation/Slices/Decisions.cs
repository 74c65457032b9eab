using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>Decisions of a real Assessment, and those that a test tells of in its place.</summary>
internal static class Decisions
{
    public static async Task InForceAsync(this AllocationService allocation, ModelKind kind)
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
    public static async Task<EligibilityDecision> DecidedAsync(this AllocationService allocation, AssessmentKind kind, params string[] domains)
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
            Assessor = new Assessor { Role = AssessorRole.SocialWorker, Register = ProfessionalRegister.SocialWorkEngland, RegistrationNumber = "SW999001" },
            CapacityConclusion = CapacityConclusion.Assumed,
            Advocacy = new Advocacy(),
            CaredForElsewhere = kind is AssessmentKind.Carer,
            Aftercare = kind is AssessmentKind.S117 ? new AftercareNeeds { ArisesFromMentalDisorder = true, ReducesRiskOfReadmission = true } : null,
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

    /// <summary>The same decision told again, or one on the same assessment that takes its place.</summary>
    public static EligibilityDecided Told(EligibilityDecision decision, string? decisionId = null, string? superseded = null, bool goesAhead = true) => new()
    {
        Programme = "north",
        SubjectId = decisionId ?? decision.EligibilityDecisionId,
        SubjectVersion = 2,
        OccurredAt = DateTimeOffset.UtcNow,
        AssessmentId = decision.AssessmentId,
        PersonId = decision.PersonId,
        Outcomes = [new DecidedBasis("CARE_ACT", goesAhead)],
        BudgetGoesAhead = goesAhead,
        SupersededDecisionId = superseded,
    };

    public static async Task<AllocationMessage> IssuedAsync(this AllocationService allocation, EligibilityDecision decision) =>
        (await Eventually.AnswersAsync(() => allocation.ListAsync(decision), issued => issued.Count is 1))[0];

    public static async Task<IReadOnlyList<AllocationMessage>> ListAsync(this AllocationService allocation, EligibilityDecision decision) =>
        (await allocation.Allocations.ListAllocationsAsync(new ListAllocationsRequest { AssessmentId = decision.AssessmentId }, allocation.Ann)).Allocations;

    public static async Task<long> AuditsAsync(this AllocationService allocation, string subjectId, string outcome) =>
        Assert.Single(await allocation.Service.LookAsync<long>(
            "select count(*) from platform.audit_events where subject_id = @Id and outcome = @outcome", new { Id = Guid.Parse(subjectId), outcome }));
}
