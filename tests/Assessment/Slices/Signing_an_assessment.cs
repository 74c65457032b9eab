using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Signing_an_assessment(AssessmentService assessment)
{
    [Fact]
    public async Task is_refused_for_all_that_is_missing_at_once()
    {
        var person = await assessment.RegisteredAsync();
        var draft = await assessment.DraftedAsync(person.PersonId, new AssessmentMessage { Kind = AssessmentKind.Adult, AssessmentDate = "2025-05-01" });

        var refusal = await RefusedCall.OfAsync(Sign(draft));

        Assert.Equal((StatusCode.FailedPrecondition, "ASSESSMENT_INCOMPLETE"), (refusal.Code, refusal.Reason));
        const string Missing = "assessor,own_view,capacity_considered,capacity_conclusion,advocate_considered,advocacy,needs,care_act";
        Assert.Equal(Missing.Split(','), refusal.BrokenRules.Select(rule => rule.Subject));
        Assert.Equal(Missing, refusal.Metadata["missing"]);
    }

    [Fact]
    public async Task is_refused_once_the_person_has_died()
    {
        var draft = await assessment.DraftedAsync((await assessment.RegisteredAsync()).PersonId);
        await assessment.DiedAsync(draft.PersonId);

        Assert.Equal("PERSON_DIED", (await RefusedCall.OfAsync(Sign(draft))).Reason);
    }

    [Fact]
    public async Task makes_it_final_and_tells_others_its_kind_alone()
    {
        var signed = await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId);

        Assert.Equal((AssessmentState.Signed, "2"), (signed.State, signed.Etag));
        var told = Assert.Single(await assessment.Service.EventsAsync<AssessmentCompleted>(signed.AssessmentId));
        Assert.Contains("HEALTH", told);
        Assert.DoesNotContain(signed.OwnView, told);
        Assert.Equal("ASSESSMENT_SIGNED", (await RefusedCall.OfAsync(Sign(signed))).Reason);
        Assert.Equal("ASSESSMENT_SIGNED", (await RefusedCall.OfAsync(Update(signed, new AssessmentMessage { OwnView = "x" }))).Reason);
    }

    [Fact]
    public async Task twice_with_one_request_id_gives_the_signed_assessment_again()
    {
        var draft = await assessment.DraftedAsync((await assessment.RegisteredAsync()).PersonId);
        var request = new SignAssessmentRequest { AssessmentId = draft.AssessmentId, Etag = draft.Etag, RequestId = NewRequestId() };

        Assert.Equal(await assessment.Assessments.SignAssessmentAsync(request, assessment.Ann), await assessment.Assessments.SignAssessmentAsync(request, assessment.Ann));
        Assert.Single(await assessment.Service.EventsAsync<AssessmentCompleted>(draft.AssessmentId));
    }

    [Fact]
    public async Task comes_after_drafting_in_which_only_the_masked_fields_change()
    {
        var draft = await assessment.DraftedAsync((await assessment.RegisteredAsync()).PersonId);

        var updated = await Update(
            draft, new AssessmentMessage { PeriodConsideredDays = 90, OwnView = "ignored" }, "period_considered_days,advocate_considered");

        Assert.Equal((90, false, draft.OwnView, "2"), (updated.PeriodConsideredDays, updated.AdvocateConsidered, updated.OwnView, updated.Etag));
        Assert.Equal(draft.Needs, updated.Needs);
        Assert.Equal(
            ["ADVOCATE_CONSIDERED", "PERIOD_CONSIDERED_DAYS"],
            await assessment.Service.LookAsync<string>(
                "select outcome from platform.audit_events where action = 'assessment.assessment.edited' and subject_id = @Id order by outcome",
                new { Id = Guid.Parse(draft.AssessmentId) }));
        var late = await RefusedCall.OfAsync(Update(draft, new AssessmentMessage { OwnView = "late" }));
        Assert.Equal(("ETAG_MISMATCH", "2"), (late.Reason, late.Metadata["current_etag"]));
        Assert.Equal(["update_mask"], (await RefusedCall.OfAsync(Update(updated, new AssessmentMessage(), "colour"))).Fields);
    }

    [Fact]
    public async Task comes_after_a_draft_without_faults()
    {
        var person = await assessment.RegisteredAsync();
        var draft = Complete(AssessmentKind.Carer);
        draft.AssessmentDate = "2199-01-01";
        draft.CareAct = Facts.Adult(CareActOutcome.Nutrition, CareActOutcome.Nutrition);

        var refusal = await RefusedCall.OfAsync(assessment.Assessments.CreateAssessmentAsync(
            new CreateAssessmentRequest { PersonId = person.PersonId, Assessment = draft, RequestId = NewRequestId() }, assessment.Ann));

        Assert.Equal(["assessment.assessment_date", "assessment.care_act", "assessment.care_act.outcomes[1].outcome"], refusal.Fields);
        Assert.Empty((await assessment.Assessments.ListAssessmentsAsync(new ListAssessmentsRequest { PersonId = person.PersonId }, assessment.Ann)).Assessments);
    }

    private AsyncUnaryCall<SignAssessmentResponse> Sign(AssessmentMessage draft) => assessment.Assessments.SignAssessmentAsync(
        new SignAssessmentRequest { AssessmentId = draft.AssessmentId, Etag = draft.Etag, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<AssessmentMessage> Update(AssessmentMessage draft, AssessmentMessage changes, string? mask = null) =>
        assessment.Assessments.UpdateAssessmentAsync(
            new UpdateAssessmentRequest
            {
                AssessmentId = draft.AssessmentId,
                Assessment = changes,
                UpdateMask = mask is null ? null : new FieldMask { Paths = { mask.Split(',') } },
                Etag = draft.Etag,
                RequestId = NewRequestId(),
            },
            assessment.Ann);
}
