using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>The tests that call the service share one.</summary>
[CollectionDefinition]
public sealed class AssessmentCollection : ICollectionFixture<AssessmentService>;

/// <summary>The service for all tests of this project, and calls with safe defaults.</summary>
public sealed class AssessmentService : IAsyncLifetime
{
    public TestService Service { get; private set; } = null!;

    public PeopleService.PeopleServiceClient People => new(Service.Channel);

    public AccessRecordsService.AccessRecordsServiceClient AccessRecords => new(Service.Channel);

    public PeopleMergesService.PeopleMergesServiceClient Merges => new(Service.Channel);

    public PeopleLoadsService.PeopleLoadsServiceClient Loads => new(Service.Channel);

    public CaseloadFactsService.CaseloadFactsServiceClient CaseloadFacts => new(Service.Channel);

    public CohortRulesService.CohortRulesServiceClient CohortRules => new(Service.Channel);

    public CohortsService.CohortsServiceClient Cohorts => new(Service.Channel);

    public LegalStatusesService.LegalStatusesServiceClient LegalStatuses => new(Service.Channel);

    public AftercareService.AftercareServiceClient Aftercare => new(Service.Channel);

    public ResponsibleBodiesService.ResponsibleBodiesServiceClient ResponsibleBodies => new(Service.Channel);

    public ResidencesService.ResidencesServiceClient Residences => new(Service.Channel);

    public AgeTriggersService.AgeTriggersServiceClient AgeTriggers => new(Service.Channel);

    public NoticesService.NoticesServiceClient Notices => new(Service.Channel);

    public InterimArrangementsService.InterimArrangementsServiceClient InterimArrangements => new(Service.Channel);

    public SmallBudgetsService.SmallBudgetsServiceClient SmallBudgets => new(Service.Channel);

    public SafeguardingConcernsService.SafeguardingConcernsServiceClient Safeguarding => new(Service.Channel);

    public ReconsiderationsService.ReconsiderationsServiceClient Reconsiderations => new(Service.Channel);

    public OffersService.OffersServiceClient Offers => new(Service.Channel);

    public AssessmentsService.AssessmentsServiceClient Assessments => new(Service.Channel);

    public ClusteringsService.ClusteringsServiceClient Clusterings => new(Service.Channel);

    public ChcChecklistsService.ChcChecklistsServiceClient ChcChecklists => new(Service.Channel);

    public NeedChangesService.NeedChangesServiceClient NeedChanges => new(Service.Channel);

    public EligibilityService.EligibilityServiceClient Eligibility => new(Service.Channel);

    public DiscretionaryPoliciesService.DiscretionaryPoliciesServiceClient DiscretionaryPolicies => new(Service.Channel);

    public ExplanationsService.ExplanationsServiceClient Explanations => new(Service.Channel);

    public Metadata Ann => Service.As();

    public async ValueTask InitializeAsync() => await StartAsync(("Offers:SweepInterval", "00:00:00.3"));

    /// <summary>The same with settings of a test's own.</summary>
    public async Task StartAsync(params (string Key, string Value)[] settings) => Service = await TestService.StartAsync<Program>("assessment", settings);

    public async ValueTask DisposeAsync()
    {
        if (Service is null)
            return;
        try
        {
            // Here, after all tests: whatever they did, the access record of each person has it.
            Assert.Empty(await AuditTrail.EntriesWithoutTheirPersonAsync(Service));
        }
        finally
        {
            await Service.DisposeAsync();
        }
    }

    public static string NewRequestId() => Guid.NewGuid().ToString();

    /// <summary>A person with an NHS number of the range for tests that nobody else has.</summary>
    public static Person NewPerson(string familyName = "Example", string birthDate = "1984-03-09") =>
        new() { NhsNumber = NhsNumbers.Next(), GivenName = "Samuel", FamilyName = familyName, BirthDate = birthDate };

    /// <summary>Why a record is corrected.</summary>
    public static PersonCorrectionReason WhyCorrected(CorrectionCode code = CorrectionCode.EnteredWrongly) => new() { Code = code, Note = "Saw the certificate." };

    public Task<Person> RegisteredAsync(Person? person = null) =>
        People.CreatePersonAsync(new CreatePersonRequest { Person = person ?? NewPerson(), RequestId = NewRequestId() }, Ann).ResponseAsync;

    public async Task DiedAsync(string personId)
    {
        var person = await People.GetPersonAsync(new GetPersonRequest { PersonId = personId }, Ann);
        await People.RecordDeathAsync(new RecordDeathRequest { PersonId = personId, DeathDate = "2026-01-01", Etag = person.Etag, RequestId = NewRequestId() }, Ann);
    }

    public Task<Offer> OfferedAsync(string personId) =>
        Offers.CreateOfferAsync(new CreateOfferRequest { PersonId = personId, Offer = new Offer { Kind = BudgetKind.Health }, RequestId = NewRequestId() }, Ann).ResponseAsync;

    public async Task AcceptedAsync(string personId)
    {
        var offer = await OfferedAsync(personId);
        await Offers.AcceptOfferAsync(new AcceptOfferRequest { OfferId = offer.OfferId, Etag = offer.Etag, RequestId = NewRequestId() }, Ann);
    }

    /// <summary>Gives a person a right to after-care, unless they have it.</summary>
    public async Task EntitledAsync(string personId)
    {
        if (!(await Aftercare.GetAftercareAsync(new GetAftercareRequest { PersonId = personId }, Ann)).InForce)
            await RecordedAsync(personId, Facts.Section(MentalHealthActSection._3, "2024-01-12", "2024-05-04", "2024-05-04"));
    }

    public async Task<Offer> RequestedAsync(string personId, LegalBasis basis = LegalBasis.S117, Management preferred = Management.Unspecified)
    {
        if (basis is LegalBasis.S117)
            await EntitledAsync(personId);
        var request = new RequestOfferRequest
        {
            PersonId = personId, Kind = BudgetKind.Health, LegalBasis = basis, RequestedBy = RequestedBy.Person, PreferredManagement = preferred, RequestId = NewRequestId(),
        };
        return (await Offers.RequestOfferAsync(request, Ann)).Offer;
    }

    public Task<LegalStatus> RecordedAsync(string personId, LegalStatus status) =>
        LegalStatuses.CreateLegalStatusAsync(new CreateLegalStatusRequest { PersonId = personId, LegalStatus = status, RequestId = NewRequestId() }, Ann).ResponseAsync;

    public Task<Residence> LivingAsync(string personId, Residence place) =>
        Residences.CreateResidenceAsync(new CreateResidenceRequest { PersonId = personId, Residence = place, RequestId = NewRequestId() }, Ann).ResponseAsync;

    /// <summary>An assessment that can be signed.</summary>
    public static AssessmentMessage Complete(AssessmentKind kind = AssessmentKind.Health) => new()
    {
        Kind = kind,
        AssessmentDate = "2025-05-01",
        Assessor = new Assessor { Role = AssessorRole.SocialWorker, Register = ProfessionalRegister.SocialWorkEngland, RegistrationNumber = "SW999001" },
        OwnView = "I want to learn again.",
        CapacityConsidered = true,
        CapacityConclusion = CapacityConclusion.Assumed,
        AdvocateConsidered = true,
        Advocacy = new Advocacy(),
        CareAct = kind is AssessmentKind.Adult or AssessmentKind.Joint ? new CareActFacts() : null,
        Carer = kind is AssessmentKind.Carer ? new CarerFacts() : null,
        CaredForElsewhere = kind is AssessmentKind.Carer,
        Health = kind is AssessmentKind.Health or AssessmentKind.Joint or AssessmentKind.ChildrensContinuingCare ? new HealthFacts() : null,
        Aftercare = kind is AssessmentKind.S117 ? new AftercareNeeds { ArisesFromMentalDisorder = true, ReducesRiskOfReadmission = true } : null,
        Education = kind is AssessmentKind.Ehc ? new EducationFacts { SpecialEducationalNeeds = true, SpecialEducationalProvision = true } : null,
        Needs = { new Need { Domain = "RELATIONSHIPS", Level = 2, NeedType = NeedType.Health } },
    };

    public Task<AssessmentMessage> DraftedAsync(string personId, AssessmentMessage? assessment = null) =>
        Assessments.CreateAssessmentAsync(
            new CreateAssessmentRequest { PersonId = personId, Assessment = assessment ?? Complete(), RequestId = NewRequestId() }, Ann).ResponseAsync;

    public async Task<AssessmentMessage> SignedAsync(string personId, AssessmentMessage? assessment = null)
    {
        var draft = await DraftedAsync(personId, assessment);
        var request = new SignAssessmentRequest { AssessmentId = draft.AssessmentId, Etag = draft.Etag, RequestId = NewRequestId() };
        return (await Assessments.SignAssessmentAsync(request, Ann)).Assessment;
    }

    public AsyncUnaryCall<DecideEligibilityResponse> Decide(string assessmentId) =>
        Eligibility.DecideEligibilityAsync(new DecideEligibilityRequest { AssessmentId = assessmentId, RequestId = NewRequestId() }, Ann);

    public AsyncUnaryCall<DecideEligibilityResponse> DecideAgain(EligibilityDecision holds, RedecisionReason reason = RedecisionReason.NewFacts) =>
        Eligibility.DecideEligibilityAsync(
            new DecideEligibilityRequest
            {
                AssessmentId = holds.AssessmentId,
                SupersededDecisionId = holds.EligibilityDecisionId,
                RedecisionReason = reason,
                RequestId = NewRequestId(),
            },
            Ann);
}
