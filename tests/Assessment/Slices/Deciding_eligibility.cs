using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Deciding_eligibility(AssessmentService assessment)
{
    [Fact]
    public async Task E10_gives_section_117_beside_a_no_under_the_care_act_and_tells_allocation()
    {
        var person = await assessment.RegisteredAsync();
        await assessment.RecordedAsync(person.PersonId, Facts.Section(MentalHealthActSection._3, "2024-01-12", "2024-05-04", "2024-05-04"));
        var joint = Complete(AssessmentKind.Joint);
        joint.CareAct = Facts.Adult(CareActOutcome.Nutrition);
        var signed = await assessment.SignedAsync(person.PersonId, joint);

        var decision = (await assessment.Decide(signed.AssessmentId)).EligibilityDecision;

        Assert.True(decision.BudgetGoesAhead);
        Assert.Equal([(LegalBasis.CareAct, false), (LegalBasis.S117, true)], decision.Outcomes.Select(outcome => (outcome.LegalBasis, outcome.Eligible)));
        var told = Assert.Single(await assessment.Service.EventsAsync<EligibilityDecided>(decision.EligibilityDecisionId));
        Assert.Contains("S117", told);
        Assert.Equal([LegalBasis.S117], (await ProfileAsync(signed.AssessmentId)).EligibleBases);
        Assert.Equal(decision, await assessment.Eligibility.GetEligibilityDecisionAsync(
            new GetEligibilityDecisionRequest { EligibilityDecisionId = decision.EligibilityDecisionId }, assessment.Ann));
        var notices = (await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = person.PersonId }, assessment.Ann)).Notices;
        var council = Assert.Single(notices, notice => notice.Route is NoticeRoute.Council);
        Assert.Contains("- We found one part of daily life that you cannot manage.", council.Text);
        Assert.Contains("- You need help with one thing.\n", council.EasyReadText);
        Assert.DoesNotContain("part of daily life", council.EasyReadText);
    }

    [Fact]
    public async Task is_answered_the_same_twice_without_having_kept_its_reasons_with_the_request()
    {
        var adult = Complete(AssessmentKind.Adult);
        adult.CareAct = Facts.Adult(CareActOutcome.WorkOrLearning);
        var signed = await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId, adult);
        var request = new DecideEligibilityRequest { AssessmentId = signed.AssessmentId, RequestId = NewRequestId() };

        var first = await assessment.Eligibility.DecideEligibilityAsync(request, assessment.Ann);
        var second = await assessment.Eligibility.DecideEligibilityAsync(request, assessment.Ann);

        Assert.Equal(first, second);
        Assert.True(Assert.Single(await assessment.Service.LookAsync<bool>(
            "select response is null from platform.request_keys where request_id = @RequestId", new { request.RequestId })));
    }

    [Fact]
    public async Task says_no_with_reasons_and_no_budget_follows()
    {
        var adult = Complete(AssessmentKind.Adult);
        adult.CareAct = Facts.Adult(CareActOutcome.WorkOrLearning);
        var signed = await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId, adult);

        var decision = (await assessment.Decide(signed.AssessmentId)).EligibilityDecision;

        Assert.False(decision.BudgetGoesAhead);
        Assert.Contains(Assert.Single(decision.Outcomes).Reasons, reason => reason.Contains("One outcome only"));
        Assert.Empty((await ProfileAsync(signed.AssessmentId)).EligibleBases);
    }

    [Fact]
    public async Task waits_for_an_accepted_offer_where_the_budget_is_discretionary()
    {
        var person = await assessment.RegisteredAsync();
        var health = Complete();
        health.Health = new HealthFacts { DiscretionaryBenefit = true };
        var signed = await assessment.SignedAsync(person.PersonId, health);

        var refusal = await RefusedCall.OfAsync(assessment.Decide(signed.AssessmentId));
        await assessment.AcceptedAsync(person.PersonId);
        var decision = (await assessment.Decide(signed.AssessmentId)).EligibilityDecision;

        Assert.Equal((StatusCode.FailedPrecondition, "OFFER_NOT_ACCEPTED"), (refusal.Code, refusal.Reason));
        Assert.True(Assert.Single(decision.Outcomes) is { LegalBasis: LegalBasis.Discretionary, Eligible: true, RightToHave: false });
    }

    [Fact]
    public async Task and_reading_needs_are_refused_on_a_draft()
    {
        var draft = await assessment.DraftedAsync((await assessment.RegisteredAsync()).PersonId);

        Assert.Equal("ASSESSMENT_NOT_SIGNED", (await RefusedCall.OfAsync(assessment.Decide(draft.AssessmentId))).Reason);
        Assert.Equal("ASSESSMENT_NOT_SIGNED", (await RefusedCall.OfAsync(assessment.Assessments.GetNeedsProfileAsync(
            new GetNeedsProfileRequest { AssessmentId = draft.AssessmentId }, assessment.Ann))).Reason);
        Assert.Equal("ASSESSMENT_NOT_FOUND", (await RefusedCall.OfAsync(assessment.Decide(NewRequestId()))).Reason);
    }

    private async Task<NeedsProfile> ProfileAsync(string assessmentId) =>
        await assessment.Assessments.GetNeedsProfileAsync(new GetNeedsProfileRequest { AssessmentId = assessmentId }, assessment.Ann);
}
