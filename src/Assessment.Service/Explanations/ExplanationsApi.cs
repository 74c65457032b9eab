using Grpc.Core;
using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Explanations;

/// <summary>The contract's ExplanationsService.</summary>
internal sealed class ExplanationsApi(UnitOfWork work) : ExplanationsService.ExplanationsServiceBase
{
    /// <inheritdoc/>
    public override Task<Explanation> GetExplanation(GetExplanationRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var assessment = await AssessmentStore.GetSignedAsync(session, Guid.Parse(request.AssessmentId));
            var decision = await EligibilityStore.CurrentAsync(session, assessment.Id);
            session.AuditRead("ASSESSMENT", assessment.Id, assessment.PersonId);
            return Account.Of(assessment.ToMessage(), decision?.ToMessage(), await EligibilityApi.PolicyOfAsync(session, decision));
        });
}
