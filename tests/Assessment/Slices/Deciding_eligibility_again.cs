using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Deciding_eligibility_again(AssessmentService assessment)
{
    [Fact]
    public async Task takes_the_place_of_the_decision_that_it_names_and_keeps_both()
    {
        var (person, first) = await DecidedAsync();
        await assessment.RecordedAsync(person.PersonId, Facts.Section(MentalHealthActSection._37, "2024-01-12", "2024-05-04", "2024-05-04"));

        var second = (await assessment.DecideAgain(first)).EligibilityDecision;

        Assert.Equal((false, true), (first.BudgetGoesAhead, second.BudgetGoesAhead));
        Assert.Equal((first.EligibilityDecisionId, RedecisionReason.NewFacts, true), (second.SupersededDecisionId, second.RedecisionReason, second.Holds));
        var listed = (await ListAsync(first.AssessmentId)).EligibilityDecisions;
        Assert.Equal([(first.EligibilityDecisionId, false), (second.EligibilityDecisionId, true)], listed.Select(decision => (decision.EligibilityDecisionId, decision.Holds)));
        var profile = await assessment.Assessments.GetNeedsProfileAsync(new GetNeedsProfileRequest { AssessmentId = first.AssessmentId }, assessment.Ann);
        Assert.Equal([LegalBasis.S117], profile.EligibleBases);
    }

    [Fact]
    public async Task tells_which_decision_holds_no_longer()
    {
        var (_, first) = await DecidedAsync();
        var second = (await assessment.DecideAgain(first, RedecisionReason.Error)).EligibilityDecision;

        Assert.DoesNotContain("\"supersededDecisionId\": \"", Assert.Single(await assessment.Service.EventsAsync<EligibilityDecided>(first.EligibilityDecisionId)));
        Assert.Contains(
            $"\"supersededDecisionId\": \"{first.EligibilityDecisionId}\"", Assert.Single(await assessment.Service.EventsAsync<EligibilityDecided>(second.EligibilityDecisionId)));
    }

    [Fact]
    public async Task is_refused_without_the_decision_that_holds()
    {
        var (_, first) = await DecidedAsync();

        var unnamed = await RefusedCall.OfAsync(assessment.Decide(first.AssessmentId));
        await assessment.DecideAgain(first);
        var late = await RefusedCall.OfAsync(assessment.DecideAgain(first));

        Assert.Equal((StatusCode.FailedPrecondition, "ELIGIBILITY_DECIDED"), (unnamed.Code, unnamed.Reason));
        Assert.Equal((StatusCode.Aborted, "DECISION_SUPERSEDED"), (late.Code, late.Reason));
    }

    [Fact]
    public async Task is_refused_without_a_reason_and_for_a_decision_of_another_assessment()
    {
        var (_, first) = await DecidedAsync();
        var (_, other) = await DecidedAsync();
        var astray = first.Clone();
        astray.EligibilityDecisionId = other.EligibilityDecisionId;
        var unnamed = first.Clone();
        unnamed.EligibilityDecisionId = "";

        Assert.Equal(["redecision_reason"], (await RefusedCall.OfAsync(assessment.DecideAgain(first, RedecisionReason.Unspecified))).Fields);
        Assert.Equal(["superseded_decision_id"], (await RefusedCall.OfAsync(assessment.DecideAgain(unnamed))).Fields);
        Assert.Equal("ELIGIBILITY_DECISION_NOT_FOUND", (await RefusedCall.OfAsync(assessment.DecideAgain(astray))).Reason);
    }

    [Fact]
    public async Task at_once_with_a_twin_is_done_by_one_of_them()
    {
        var signed = await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId, Complete(AssessmentKind.S117));

        var firsts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ReasonAsync(assessment.Decide(signed.AssessmentId))));
        var holds = Assert.Single((await ListAsync(signed.AssessmentId)).EligibilityDecisions);
        var seconds = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ReasonAsync(assessment.DecideAgain(holds))));

        Assert.Equal(["", .. Enumerable.Repeat("ELIGIBILITY_DECIDED", 5)], firsts.Order());
        Assert.Equal(["", .. Enumerable.Repeat("DECISION_SUPERSEDED", 5)], seconds.Order());
        Assert.Equal([false, true], (await ListAsync(signed.AssessmentId)).EligibilityDecisions.Select(decision => decision.Holds));
    }

    [Fact]
    public async Task on_a_corrected_assessment_takes_the_place_of_the_decision_on_the_version_before()
    {
        var adult = Complete(AssessmentKind.Adult);
        adult.CareAct = Facts.Adult(CareActOutcome.Nutrition);
        var wrong = await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId, adult);
        var first = (await assessment.Decide(wrong.AssessmentId)).EligibilityDecision;
        var right = wrong.Clone();
        right.CareAct = Facts.Adult(CareActOutcome.Nutrition, CareActOutcome.Hygiene);
        var corrected = (await assessment.Assessments.CorrectAssessmentAsync(
            new CorrectAssessmentRequest
            {
                AssessmentId = wrong.AssessmentId,
                Assessment = right,
                Reason = AssessmentCorrectionReason.LeftOut,
                Explanation = "Washing was left out.",
                Etag = wrong.Etag,
                RequestId = NewRequestId(),
            },
            assessment.Ann)).Assessment;
        var onCorrected = first.Clone();
        onCorrected.AssessmentId = corrected.AssessmentId;

        var stale = await RefusedCall.OfAsync(assessment.DecideAgain(first));
        var unnamed = await RefusedCall.OfAsync(assessment.Decide(corrected.AssessmentId));
        var second = (await assessment.DecideAgain(onCorrected, RedecisionReason.Error)).EligibilityDecision;

        Assert.Equal(("ASSESSMENT_SUPERSEDED", "ELIGIBILITY_DECIDED"), (stale.Reason, unnamed.Reason));
        Assert.Equal((corrected.AssessmentId, first.EligibilityDecisionId, true), (second.AssessmentId, second.SupersededDecisionId, second.BudgetGoesAhead));
        Assert.False(Assert.Single((await ListAsync(wrong.AssessmentId)).EligibilityDecisions).Holds);
    }

    [Fact]
    public async Task from_what_a_decision_kept_comes_to_the_same_whatever_happened_since()
    {
        var (person, first) = await DecidedAsync();
        await assessment.RecordedAsync(person.PersonId, Facts.Section(MentalHealthActSection._37, "2024-01-12", "2024-05-04", "2024-05-04"));

        var replayed = await assessment.Eligibility.ReplayEligibilityDecisionAsync(
            new ReplayEligibilityDecisionRequest { EligibilityDecisionId = first.EligibilityDecisionId }, assessment.Ann);

        Assert.True(replayed.Agrees);
        Assert.Equal(first.Outcomes, replayed.Outcomes);
    }

    [Fact]
    public async Task from_a_decision_without_its_facts_is_refused()
    {
        var (_, first) = await DecidedAsync();
        await assessment.Service.LookAsync<int>(
            "update assessment.eligibility_decisions set law_version = null, facts = '{}' where id = @id returning 1", new { id = Guid.Parse(first.EligibilityDecisionId) });

        var refusal = await RefusedCall.OfAsync(assessment.Eligibility.ReplayEligibilityDecisionAsync(
            new ReplayEligibilityDecisionRequest { EligibilityDecisionId = first.EligibilityDecisionId }, assessment.Ann));

        Assert.Equal("FACTS_NOT_KEPT", refusal.Reason);
    }

    private async Task<(Person Person, EligibilityDecision Decision)> DecidedAsync()
    {
        var person = await assessment.RegisteredAsync();
        var signed = await assessment.SignedAsync(person.PersonId, Complete(AssessmentKind.S117));
        return (person, (await assessment.Decide(signed.AssessmentId)).EligibilityDecision);
    }

    private async Task<ListEligibilityDecisionsResponse> ListAsync(string assessmentId) =>
        await assessment.Eligibility.ListEligibilityDecisionsAsync(new ListEligibilityDecisionsRequest { AssessmentId = assessmentId }, assessment.Ann);

    /// <summary>Why a call was refused; empty where it was not.</summary>
    private static async Task<string> ReasonAsync(AsyncUnaryCall<DecideEligibilityResponse> call)
    {
        try
        {
            await call;
            return "";
        }
        catch (RpcException)
        {
            return (await RefusedCall.OfAsync(call)).Reason;
        }
    }
}
