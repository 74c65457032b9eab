using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Reading_an_explanation(AssessmentService assessment)
{
    [Fact]
    public async Task tells_of_the_decision_that_holds_and_the_look_is_recorded()
    {
        var person = await assessment.RegisteredAsync();
        var adult = Complete(AssessmentKind.Adult);
        adult.CareAct = Facts.Adult(CareActOutcome.Nutrition, CareActOutcome.Hygiene);
        var signed = await assessment.SignedAsync(person.PersonId, adult);
        var before = await ExplanationAsync(signed.AssessmentId);
        var decision = (await assessment.Decide(signed.AssessmentId)).EligibilityDecision;

        var after = await ExplanationAsync(signed.AssessmentId);

        Assert.Equal(("", decision.EligibilityDecisionId), (before.EligibilityDecisionId, after.EligibilityDecisionId));
        Assert.Contains(after.Sections.SelectMany(section => section.Paragraphs), paragraph => paragraph.StartsWith("Care and support from the council: yes", StringComparison.Ordinal));
        Assert.DoesNotContain(after.Sections.SelectMany(section => section.Paragraphs), paragraph => paragraph.Contains(adult.OwnView, StringComparison.Ordinal));
        Assert.Equal(2, (await assessment.Service.LookAsync<string>(
            "select action from platform.audit_events where subject_id = @id and action = 'READ'", new { id = Guid.Parse(signed.AssessmentId) })).Count);
    }

    [Fact]
    public async Task is_refused_for_a_draft_and_without_its_own_permission()
    {
        var draft = await assessment.DraftedAsync((await assessment.RegisteredAsync()).PersonId);
        var request = new GetExplanationRequest { AssessmentId = draft.AssessmentId };

        Assert.Equal("ASSESSMENT_NOT_SIGNED", (await RefusedCall.OfAsync(assessment.Explanations.GetExplanationAsync(request, assessment.Ann))).Reason);
        Assert.Equal("PERMISSION_REQUIRED", (await RefusedCall.OfAsync(assessment.Explanations.GetExplanationAsync(
            request, assessment.Service.As(permissions: ["assessment.assessments.read", "assessment.eligibility.read"])))).Reason);
    }

    private async Task<Explanation> ExplanationAsync(string assessmentId) =>
        await assessment.Explanations.GetExplanationAsync(new GetExplanationRequest { AssessmentId = assessmentId }, assessment.Ann);
}
