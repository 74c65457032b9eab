using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>A27: every decision is told, and can be looked at again by somebody else.</summary>
[Collection<AssessmentCollection>]
public sealed class Challenging_a_decision(AssessmentService assessment)
{
    private Metadata Bob => assessment.Service.As("bob");

    private Metadata Cath => assessment.Service.As("cath");

    [Fact]
    public async Task E2_starts_from_a_notice_that_says_why_not_and_gives_advice()
    {
        var decision = await RefusedAsync();

        var notice = Assert.Single(await NoticesAsync(decision));

        Assert.Equal(
            (NoticeKind.Eligibility, "NOT_ELIGIBLE", NoticeRoute.Council, decision.EligibilityDecisionId), (notice.Kind, notice.Decision, notice.Route, notice.SubjectId));
        Assert.Contains(notice.Reasons, reason => reason.StartsWith("We found one part of daily life", StringComparison.Ordinal));
        Assert.Contains(notice.Reasons, reason => reason.StartsWith("The council must still give you advice", StringComparison.Ordinal));
        Assert.Contains(Assert.Single(decision.Outcomes).Reasons, reason => reason.Contains("s2, s4, s13(5), s19(1)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task E10_starts_from_a_notice_of_each_body_that_decided()
    {
        var person = await assessment.RegisteredAsync();
        await assessment.RecordedAsync(person.PersonId, Facts.Section(MentalHealthActSection._3, "2024-01-12", "2024-05-04", "2024-05-04"));
        var joint = Complete(AssessmentKind.Joint);
        joint.CareAct = Facts.Adult(CareActOutcome.Nutrition);
        var decision = (await assessment.Decide((await assessment.SignedAsync(person.PersonId, joint)).AssessmentId)).EligibilityDecision;

        Assert.Equal(
            [(NoticeRoute.Council, "NOT_ELIGIBLE"), (NoticeRoute.Nhs, "ELIGIBLE")],
            (await NoticesAsync(decision)).Select(notice => (notice.Route, notice.Decision)).OrderByDescending(notice => notice.Route));
    }

    [Fact]
    public async Task is_kept_in_the_words_of_whoever_made_it_and_answered_by_somebody_else()
    {
        var decision = await RefusedAsync();
        var asked = await AskedAsync(decision);

        var own = await RefusedCall.OfAsync(AnswerAsync(asked, ReconsiderationOutcome.Upheld, assessment.Ann));
        var answered = (await AnswerAsync(asked, ReconsiderationOutcome.Upheld, Bob)).Reconsideration;

        Assert.Equal((RequestedBy.Advocate, ReconsiderationGround.FactMissing), (asked.RequestedBy, asked.Ground));
        Assert.Equal("DECIDER_IS_REFUSER", own.Reason);
        Assert.Equal((ReconsiderationState.Upheld, "bob"), (answered.State, answered.DecidedBy));
        Assert.Equal("DECISION_NOT_OVERTURNED", (await RefusedCall.OfAsync(AgainAsync(decision, Cath))).Reason);
    }

    [Fact]
    public async Task leads_to_a_new_decision_by_somebody_who_did_not_make_the_old_one_and_all_is_kept()
    {
        var first = await RefusedAsync();
        await AnswerAsync(await AskedAsync(first), ReconsiderationOutcome.Overturned, Bob);

        var overturned = await assessment.Eligibility.GetEligibilityDecisionAsync(
            new GetEligibilityDecisionRequest { EligibilityDecisionId = first.EligibilityDecisionId }, assessment.Ann);
        var own = await RefusedCall.OfAsync(AgainAsync(first, assessment.Ann));
        var second = (await AgainAsync(first, Cath)).EligibilityDecision;

        Assert.Equal("DECIDER_IS_REFUSER", own.Reason);
        Assert.Equal((RedecisionReason.Challenge, first.EligibilityDecisionId), (second.RedecisionReason, second.SupersededDecisionId));
        Assert.Single(await NoticesAsync(second));
        var kept = await assessment.Eligibility.GetEligibilityDecisionAsync(
            new GetEligibilityDecisionRequest { EligibilityDecisionId = first.EligibilityDecisionId }, assessment.Ann);
        Assert.Equal((true, false), (first.Holds, first.Overturned));
        Assert.Equal((false, true), (overturned.Holds, overturned.Overturned));
        Assert.Equal((false, true, first.Outcomes), (kept.Holds, kept.Overturned, kept.Outcomes));
        Assert.Equal((true, false), (second.Holds, second.Overturned));
    }

    [Fact]
    public async Task is_no_reason_to_decide_again_before_it_is_made() =>
        Assert.Equal("DECISION_NOT_OVERTURNED", (await RefusedCall.OfAsync(AgainAsync(await RefusedAsync(), Bob))).Reason);

    private async Task<EligibilityDecision> RefusedAsync()
    {
        var adult = Complete(AssessmentKind.Adult);
        adult.CareAct = Facts.Adult(CareActOutcome.WorkOrLearning);
        return (await assessment.Decide((await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId, adult)).AssessmentId)).EligibilityDecision;
    }

    private async Task<IReadOnlyList<Notice>> NoticesAsync(EligibilityDecision decision) =>
        [.. (await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = decision.PersonId }, assessment.Ann)).Notices
            .Where(notice => notice.SubjectId == decision.EligibilityDecisionId)];

    private async Task<Reconsideration> AskedAsync(EligibilityDecision decision) => await assessment.Reconsiderations.CreateReconsiderationAsync(
        new CreateReconsiderationRequest
        {
            NoticeId = Assert.Single(await NoticesAsync(decision)).NoticeId,
            Reconsideration = new Reconsideration
            {
                RequestedBy = RequestedBy.Advocate,
                RequestDate = assessment.Service.Clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                Ground = ReconsiderationGround.FactMissing,
                Grounds = "Nobody asked about my nights.",
            },
            RequestId = NewRequestId(),
        },
        assessment.Ann);

    private AsyncUnaryCall<DecideReconsiderationResponse> AnswerAsync(Reconsideration asked, ReconsiderationOutcome outcome, Metadata caller) =>
        assessment.Reconsiderations.DecideReconsiderationAsync(
            new DecideReconsiderationRequest
            {
                ReconsiderationId = asked.ReconsiderationId,
                Outcome = outcome,
                Reasons = { "We looked at everything that you told us." },
                Etag = asked.Etag,
                RequestId = NewRequestId(),
            },
            caller);

    private AsyncUnaryCall<DecideEligibilityResponse> AgainAsync(EligibilityDecision decision, Metadata caller) => assessment.Eligibility.DecideEligibilityAsync(
        new DecideEligibilityRequest
        {
            AssessmentId = decision.AssessmentId,
            SupersededDecisionId = decision.EligibilityDecisionId,
            RedecisionReason = RedecisionReason.Challenge,
            RequestId = NewRequestId(),
        },
        caller);
}
