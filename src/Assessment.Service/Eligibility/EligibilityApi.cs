using Grpc.Core;
using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.Offers;
using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>The contract's EligibilityService: gathers the facts, lets the rules decide, keeps both.</summary>
internal sealed class EligibilityApi(UnitOfWork work, AssessmentMetrics metrics) : EligibilityService.EligibilityServiceBase
{
    /// <inheritdoc/>
    public override async Task<DecideEligibilityResponse> DecideEligibility(DecideEligibilityRequest request, ServerCallContext context)
    {
        Action? count = null;
        var response = await work.MutateAsync(request, context, DecideAsync, async (session, id) => new DecideEligibilityResponse
        {
            EligibilityDecision = await ShowAsync(session, id),
        });
        count?.Invoke();
        return response;

        async Task<DecideEligibilityResponse> DecideAsync(Mutation mutation)
        {
            var assessment = await AssessmentStore.GetSignedAsync(mutation, Guid.Parse(request.AssessmentId));
            var facts = await FactsAsync(mutation, assessment);
            var outcomes = EligibilityRules.Decide(facts);
            if (EligibilityRules.WaitsForAcceptance(outcomes, facts))
            {
                throw Refusal.Rule(
                    "OFFER_NOT_ACCEPTED", "Nothing but a discretionary budget is in question, and the person has not accepted an offer of one.",
                    "DOMAIN 3.1", ("assessment_id", assessment.Id));
            }

            var id = mutation.NewId();
            var goesAhead = outcomes.Any(outcome => outcome.Eligible);
            await EligibilityStore.InsertAsync(mutation, id, assessment.Id, assessment.PersonId, facts, outcomes, goesAhead);
            mutation.Audit("assessment.eligibility.decided", "ELIGIBILITY_DECISION", id, goesAhead ? "ELIGIBLE" : "NOT_ELIGIBLE", assessment.PersonId);
            mutation.Publish(
                new EligibilityDecided
                {
                    Programme = mutation.Programme,
                    SubjectId = id.ToString(),
                    SubjectVersion = 1,
                    OccurredAt = mutation.Now,
                    AssessmentId = assessment.Id.ToString(),
                    PersonId = assessment.PersonId.ToString(),
                    Outcomes = [.. outcomes.Select(outcome => new DecidedBasis(outcome.LegalBasis.Code(), outcome.Eligible))],
                    BudgetGoesAhead = goesAhead,
                },
                id.ToString());
            count = () => metrics.CountDecided(mutation.Programme, goesAhead);
            return new DecideEligibilityResponse { EligibilityDecision = (await EligibilityStore.GetAsync(mutation, id)).ToMessage() };
        }
    }

    /// <inheritdoc/>
    public override Task<EligibilityDecision> GetEligibilityDecision(GetEligibilityDecisionRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.EligibilityDecisionId)));

    /// <inheritdoc/>
    public override Task<ListEligibilityDecisionsResponse> ListEligibilityDecisions(ListEligibilityDecisionsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var assessment = await AssessmentStore.GetAsync(session, Guid.Parse(request.AssessmentId));
            session.AuditRead("PERSON", assessment.PersonId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"eligibility-decisions:{assessment.Id}");
            var (rows, next) = page.Split(await EligibilityStore.ListAsync(session, assessment.Id, page), row => row.Id);
            return new ListEligibilityDecisionsResponse { EligibilityDecisions = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task<EligibilityDecision> ShowAsync(Session session, Guid id)
    {
        var decision = await EligibilityStore.GetAsync(session, id);
        session.AuditRead("ELIGIBILITY_DECISION", id, decision.PersonId);
        return decision.ToMessage();
    }

    private static async Task<EligibilityFacts> FactsAsync(Session session, AssessmentRow assessment)
    {
        var person = await PersonStore.GetAsync(session, assessment.PersonId);
        return new EligibilityFacts(
            assessment.ToMessage(),
            Age.InYears(person.BirthDate, session.Today),
            await LegalStatusStore.AllAsync(session, assessment.PersonId),
            await OfferStore.IsAcceptedAsync(session, assessment.PersonId),
            session.Today);
    }
}
