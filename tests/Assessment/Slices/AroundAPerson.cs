using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>Calls about the people around a person, consents, capacity and direct payments, with safe defaults.</summary>
internal sealed class AroundAPerson(AssessmentService assessment)
{
    public RelatedPeopleService.RelatedPeopleServiceClient Related => new(assessment.Service.Channel);

    public CapacityService.CapacityServiceClient Capacity => new(assessment.Service.Channel);

    public ConsentsService.ConsentsServiceClient Consents => new(assessment.Service.Channel);

    public ExclusionFlagsService.ExclusionFlagsServiceClient Flags => new(assessment.Service.Channel);

    public DirectPaymentsService.DirectPaymentsServiceClient Payments => new(assessment.Service.Channel);

    public Metadata Ann => assessment.Service.As();

    /// <summary>Who may read and write flags, and nothing else.</summary>
    public Metadata Sam => assessment.Service.As("sam", permissions: ["assessment.exclusions.read", "assessment.exclusions.write"]);

    public static RelatedPerson Nominee(Relationship relationship = Relationship.Sibling) => new()
    {
        Kind = RelatedPersonKind.Nominee,
        GivenName = "Robin",
        FamilyName = "Example",
        Relationship = relationship,
        Nomination = new Nomination { NominatedBy = DecisionMaker.Person, NominationDate = "2026-05-01", NomineeAgreeDate = "2026-05-02" },
    };

    public static RelatedPerson Representative(Authority authority) => new()
    {
        Kind = RelatedPersonKind.Representative,
        FamilyName = "Example",
        Relationship = Relationship.Sibling,
        Representation = new Representation
        {
            Authority = authority,
            Scope = { CapacityDecision.ConsentToDirectPayment, CapacityDecision.ManageMoney },
            ValidFrom = "2026-05-01",
            AuthoritySeenDate = "2026-05-02",
        },
    };

    public Task<RelatedPerson> ProposedAsync(string personId, RelatedPerson related) =>
        Related.CreateRelatedPersonAsync(new CreateRelatedPersonRequest { PersonId = personId, RelatedPerson = related, RequestId = NewRequestId() }, Ann).ResponseAsync;

    public AsyncUnaryCall<AgreeRelatedPersonResponse> Agree(RelatedPerson related, Metadata? caller = null) => Related.AgreeRelatedPersonAsync(
        new AgreeRelatedPersonRequest { RelatedPersonId = related.RelatedPersonId, Etag = related.Etag, RequestId = NewRequestId() }, caller ?? Ann);

    public async Task<RelatedPerson> AgreedAsync(string personId, RelatedPerson related) => (await Agree(await ProposedAsync(personId, related))).RelatedPerson;

    public AsyncUnaryCall<EndRelatedPersonResponse> End(RelatedPerson related, RelatedPersonEndReason reason = RelatedPersonEndReason.Withdrew, string note = "") =>
        Related.EndRelatedPersonAsync(
            new EndRelatedPersonRequest { RelatedPersonId = related.RelatedPersonId, Reason = reason, Note = note, Etag = related.Etag, RequestId = NewRequestId() }, Ann);

    public AsyncUnaryCall<Consent> Consent(string personId, string representativeId = "", ConsentPurpose purpose = ConsentPurpose.DirectPayment, string endDate = "", params string[] sharedWith) =>
        Consents.CreateConsentAsync(
            new CreateConsentRequest
            {
                PersonId = personId,
                Consent = new Consent
                {
                    Purpose = purpose,
                    GivenBy = representativeId is "" ? DecisionMaker.Person : DecisionMaker.Representative,
                    RepresentativeId = representativeId,
                    Method = ConsentMethod.Spoken,
                    GivenDate = "2026-05-03",
                    EndDate = endDate,
                    SharedWith = { sharedWith },
                },
                RequestId = NewRequestId(),
            },
            Ann);

    public AsyncUnaryCall<WithdrawConsentResponse> Withdraw(Consent consent, DecisionMaker by = DecisionMaker.Person, string reason = "") => Consents.WithdrawConsentAsync(
        new WithdrawConsentRequest { ConsentId = consent.ConsentId, WithdrawnBy = by, Reason = reason, Etag = consent.Etag, RequestId = NewRequestId() }, Ann);

    public AsyncUnaryCall<CapacityFinding> Find(
        string personId, CapacityOutcome outcome, string day = "2026-05-04", CapacityDecision decision = CapacityDecision.ConsentToDirectPayment) =>
        Capacity.CreateCapacityFindingAsync(
            new CreateCapacityFindingRequest
            {
                PersonId = personId,
                CapacityFinding = new CapacityFinding
                {
                    Decision = decision, AssessDate = day, Assessor = "A. Sample, social worker", Outcome = outcome, Grounds = "As seen twice.",
                },
                RequestId = NewRequestId(),
            },
            Ann);

    public AsyncUnaryCall<ExclusionFlag> Flag(string personId, string from = "2026-05-05", string to = "") => Flags.CreateExclusionFlagAsync(
        new CreateExclusionFlagRequest
        {
            PersonId = personId,
            ExclusionFlag = new ExclusionFlag { Kind = ExclusionKind.DrugRehabilitationRequirement, StartDate = from, EndDate = to },
            RequestId = NewRequestId(),
        },
        Sam);

    public AsyncUnaryCall<DecideDirectPaymentResponse> Decide(string personId, params DirectPaymentFindings[] findings) => Payments.DecideDirectPaymentAsync(
        new DecideDirectPaymentRequest
        {
            PersonId = personId,
            Findings = { findings.Length > 0 ? findings : [Favourable(DirectPaymentRoute.Nhs)] },
            RequestId = NewRequestId(),
        },
        Ann);

    public static DirectPaymentFindings Favourable(DirectPaymentRoute route) =>
        new() { Route = route, Requested = true, AbleToManage = true, InBestInterests = true, Appropriate = true };

    public AsyncUnaryCall<DirectPaymentPermission> Permission(string personId) =>
        Payments.GetDirectPaymentPermissionAsync(new GetDirectPaymentPermissionRequest { PersonId = personId }, Ann);

    /// <summary>A person who consented, and for whom a direct payment was permitted.</summary>
    public async Task<(string PersonId, Consent Consent, DirectPaymentPermission Permission)> PermittedAsync(string birthDate = "1984-03-09")
    {
        var personId = (await assessment.RegisteredAsync(NewPerson(birthDate: birthDate))).PersonId;
        var consent = await Consent(personId);
        return (personId, consent, (await Decide(personId)).DirectPaymentPermission);
    }
}
