using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Correcting_an_assessment(AssessmentService assessment)
{
    private const string Why = "Nights were talked about and not written down.";

    [Fact]
    public async Task makes_a_new_version_that_says_why_and_leaves_the_old_one_as_it_was()
    {
        var wrong = await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId);

        var right = (await Correct(wrong, days: 365)).Assessment;

        Assert.NotEqual(wrong.AssessmentId, right.AssessmentId);
        Assert.Equal(
            (AssessmentState.Signed, 365, wrong.OwnView, "1", "", "ann"),
            (right.State, right.PeriodConsideredDays, right.OwnView, right.Etag, right.CorrectedByAssessmentId, right.SignedBy));
        Assert.Equal(
            new AssessmentCorrection { CorrectedAssessmentId = wrong.AssessmentId, Reason = AssessmentCorrectionReason.LeftOut, Explanation = Why }, right.Correction);
        var old = await assessment.Assessments.GetAssessmentAsync(new GetAssessmentRequest { AssessmentId = wrong.AssessmentId }, assessment.Ann);
        Assert.Equal(right.AssessmentId, old.CorrectedByAssessmentId);
        old.CorrectedByAssessmentId = "";
        Assert.Equal(wrong, old);
        var told = Assert.Single(await assessment.Service.EventsAsync<AssessmentCorrected>(right.AssessmentId));
        Assert.Contains(wrong.AssessmentId, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Why, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task and_deciding_are_for_the_latest_version_alone()
    {
        var wrong = await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId);
        var right = (await Correct(wrong, days: 365)).Assessment;

        var again = await RefusedCall.OfAsync(Correct(wrong, days: 30));
        var decided = await RefusedCall.OfAsync(assessment.Decide(wrong.AssessmentId));

        Assert.Equal((StatusCode.FailedPrecondition, "ASSESSMENT_SUPERSEDED", right.AssessmentId), (again.Code, again.Reason, again.Metadata["corrected_by_assessment_id"]));
        Assert.Equal("ASSESSMENT_SUPERSEDED", decided.Reason);
        await assessment.Decide(right.AssessmentId);
        await Correct(right, days: 30);
    }

    [Fact]
    public async Task at_once_by_several_people_is_won_by_one()
    {
        var wrong = await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId);

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(async days =>
        {
            try
            {
                await Correct(wrong, days: days);
                return "";
            }
            catch (RpcException)
            {
                return "lost";
            }
        }));

        Assert.Single(answers, answer => answer is "");
        Assert.Equal([1L], await assessment.Service.LookAsync<long>(
            "select count(*) from assessment.assessments where corrects_id = @Id", new { Id = Guid.Parse(wrong.AssessmentId) }));
    }

    [Fact]
    public async Task twice_with_one_request_id_gives_the_same_version_again()
    {
        var wrong = await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId);
        var request = Request(wrong, days: 365);

        Assert.Equal(await assessment.Assessments.CorrectAssessmentAsync(request, assessment.Ann), await assessment.Assessments.CorrectAssessmentAsync(request, assessment.Ann));
    }

    [Fact]
    public async Task is_refused_on_a_draft_without_a_change_a_reason_or_what_a_signature_needs()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        var draft = await assessment.DraftedAsync(person);
        var signed = await assessment.SignedAsync(person);
        var emptied = Request(signed, days: 3);
        emptied.Assessment.OwnView = "";
        emptied.Assessment.Needs.Clear();
        var silent = Request(signed, days: 3);
        (silent.Explanation, silent.Reason) = ("", AssessmentCorrectionReason.Unspecified);
        var late = Request(signed, days: 3);
        late.Etag = "1";

        Assert.Equal("ASSESSMENT_NOT_SIGNED", (await RefusedCall.OfAsync(Correct(draft, days: 3))).Reason);
        Assert.Equal(["assessment"], (await RefusedCall.OfAsync(Correct(signed, days: 0))).Fields);
        Assert.Equal(["own_view", "needs"], (await RefusedCall.OfAsync(Send(emptied))).BrokenRules.Select(rule => rule.Subject));
        Assert.Equal(["explanation", "reason"], (await RefusedCall.OfAsync(Send(silent))).Fields.Order());
        Assert.Equal(("ETAG_MISMATCH", "2"), await Late());

        async Task<(string, string)> Late()
        {
            var refusal = await RefusedCall.OfAsync(Send(late));
            return (refusal.Reason, refusal.Metadata["current_etag"]);
        }
    }

    private static CorrectAssessmentRequest Request(AssessmentMessage wrong, int days) => new()
    {
        AssessmentId = wrong.AssessmentId,
        Assessment = new AssessmentMessage(wrong) { PeriodConsideredDays = days },
        Reason = AssessmentCorrectionReason.LeftOut,
        Explanation = Why,
        Etag = wrong.Etag,
        RequestId = NewRequestId(),
    };

    private AsyncUnaryCall<CorrectAssessmentResponse> Correct(AssessmentMessage wrong, int days) => Send(Request(wrong, days));

    private AsyncUnaryCall<CorrectAssessmentResponse> Send(CorrectAssessmentRequest request) => assessment.Assessments.CorrectAssessmentAsync(request, assessment.Ann);
}
