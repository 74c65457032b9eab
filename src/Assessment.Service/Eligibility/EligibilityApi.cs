using Grpc.Core;
using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.DiscretionaryPolicies;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>The contract's EligibilityService.</summary>
internal sealed class EligibilityApi(UnitOfWork work, Deciding deciding, AssessmentMetrics metrics) : EligibilityService.EligibilityServiceBase
{
    private const string Subject = "ELIGIBILITY_DECISION";

    /// <inheritdoc/>
    public override async Task<DecideEligibilityResponse> DecideEligibility(DecideEligibilityRequest request, ServerCallContext context)
    {
        Action? count = null;
        var response = await work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var decision = await deciding.DecideAsync(
                    mutation, Guid.Parse(request.AssessmentId), Redecision.Asked(request.SupersededDecisionId, request.RedecisionReason));
                count = () => metrics.CountDecided(mutation.Programme, decision.BudgetGoesAhead);
                return new DecideEligibilityResponse { EligibilityDecision = decision.ToMessage() };
            },
            async (session, id) => new DecideEligibilityResponse { EligibilityDecision = await ShowAsync(session, id) });
        count?.Invoke();
        return response;
    }

    /// <inheritdoc/>
    public override Task<EligibilityDecision> GetEligibilityDecision(GetEligibilityDecisionRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.EligibilityDecisionId)));

    /// <inheritdoc/>
    public override Task<ReplayEligibilityDecisionResponse> ReplayEligibilityDecision(ReplayEligibilityDecisionRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var decision = await EligibilityStore.GetAsync(session, Guid.Parse(request.EligibilityDecisionId));
            session.AuditRead(Subject, decision.Id, decision.PersonId);
            return Replay.Of(decision.ToMessage(), await PolicyOfAsync(session, decision));
        });

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

    /// <summary>The local policy that a decision was made under; null for none.</summary>
    internal static async Task<DiscretionaryPolicy?> PolicyOfAsync(Session session, EligibilityDecisionRow? decision) =>
        decision?.DiscretionaryPolicyId is { } id ? await DiscretionaryPolicyStore.GetAsync(session, id) : null;

    private static async Task<EligibilityDecision> ShowAsync(Session session, Guid id)
    {
        var decision = await EligibilityStore.GetAsync(session, id);
        session.AuditRead(Subject, id, decision.PersonId);
        return decision.ToMessage();
    }
}
