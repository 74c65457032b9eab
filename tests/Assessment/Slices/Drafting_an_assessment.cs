using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Drafting_an_assessment(AssessmentService assessment)
{
    [Fact]
    public async Task is_refused_for_ages_that_the_law_gives_the_kind_to_no_more_or_not_yet()
    {
        var child = (await assessment.RegisteredAsync(NewPerson(birthDate: "2012-03-09"))).PersonId;
        var adult = (await assessment.RegisteredAsync()).PersonId;

        var tooYoung = await RefusedCall.OfAsync(Draft(child, Complete(AssessmentKind.Adult)));
        var tooOld = await RefusedCall.OfAsync(Draft(adult, Complete(AssessmentKind.ChildrensContinuingCare)));

        Assert.Equal((StatusCode.FailedPrecondition, "ASSESSMENT_NOT_FOR_AGE", "Care Act 2014 ss9, 58"), (tooYoung.Code, tooYoung.Reason, tooYoung.Metadata["source"]));
        Assert.Equal(("ASSESSMENT_NOT_FOR_AGE", "SI 2012/2996 reg 32A"), (tooOld.Reason, tooOld.Metadata["source"]));
        await assessment.SignedAsync(child, Complete(AssessmentKind.ChildrensContinuingCare));
        await assessment.SignedAsync(child, Complete(AssessmentKind.Ehc));
        var changed = await RefusedCall.OfAsync(Update(await assessment.DraftedAsync(child), new AssessmentMessage { Kind = AssessmentKind.Joint, CareAct = new CareActFacts() }));
        Assert.Equal("ASSESSMENT_NOT_FOR_AGE", changed.Reason);
    }

    [Fact]
    public async Task names_a_cared_for_person_a_clustering_and_a_finding_that_are_there()
    {
        var carer = (await assessment.RegisteredAsync()).PersonId;
        var brother = (await assessment.RegisteredAsync()).PersonId;
        var his = await assessment.Clusterings.CreateClusteringAsync(
            new CreateClusteringRequest { PersonId = brother, Clustering = new Clustering { ScoredDate = "2025-04-01", Source = "RXX", Cluster = "4" }, RequestId = NewRequestId() },
            assessment.Ann);
        var draft = Complete(AssessmentKind.Carer);
        (draft.CaredForElsewhere, draft.CaredForPersonId, draft.ClusteringId, draft.CapacityFindingId) = (false, NewRequestId(), his.ClusteringId, NewRequestId());

        Assert.Equal(["assessment.cared_for_person_id", "assessment.clustering_id", "assessment.capacity_finding_id"], (await RefusedCall.OfAsync(Draft(carer, draft))).Fields);
        (draft.CaredForPersonId, draft.ClusteringId, draft.CapacityFindingId) = (carer, "", "");
        Assert.Equal(["assessment.cared_for_person_id"], (await RefusedCall.OfAsync(Draft(carer, draft))).Fields);
        draft.CaredForPersonId = brother;
        Assert.Equal(brother, (await assessment.SignedAsync(carer, draft)).CaredForPersonId);
    }

    [Fact]
    public async Task by_the_person_is_confirmed_by_a_professional_as_it_stands_before_it_is_signed()
    {
        var draft = Complete();
        draft.SelfAssessment = new SelfAssessment
        {
            Support = SelfAssessmentSupport.Peer, SupporterName = "Robin Example", CompletedDate = "2025-04-30", ConfirmTime = new Timestamp { Seconds = 1 },
        };
        var stored = await assessment.DraftedAsync((await assessment.RegisteredAsync()).PersonId, draft);
        Assert.Null(stored.SelfAssessment.ConfirmTime);
        Assert.Equal(["self_assessment.confirm_time"], (await RefusedCall.OfAsync(Sign(stored))).BrokenRules.Select(rule => rule.Subject));

        var confirmed = (await Confirm(stored)).Assessment;
        Assert.Equal("ann", confirmed.SelfAssessment.ConfirmedBy);
        var edited = await Update(confirmed, new AssessmentMessage { OwnView = "I changed my mind." });
        Assert.Null(edited.SelfAssessment.ConfirmTime);
        Assert.Equal("ASSESSMENT_INCOMPLETE", (await RefusedCall.OfAsync(Sign(edited))).Reason);

        var signed = (await Sign((await Confirm(edited)).Assessment)).Assessment;
        Assert.NotNull(signed.SelfAssessment.ConfirmTime);
        var plain = await assessment.DraftedAsync(signed.PersonId);
        Assert.Equal("NOT_SELF_ASSESSED", (await RefusedCall.OfAsync(Confirm(plain))).Reason);
    }

    [Fact]
    public async Task ends_where_the_person_declines_and_another_can_be_opened()
    {
        var draft = await assessment.DraftedAsync((await assessment.RegisteredAsync()).PersonId, Complete(AssessmentKind.Adult));

        var doubtful = await RefusedCall.OfAsync(Withdraw(draft, noAbuse: false));
        var withdrawn = (await Withdraw(draft, noAbuse: true)).Assessment;

        Assert.Equal(("REFUSAL_NOT_BINDING", "Care Act 2014 s11(2)(b)"), (doubtful.Reason, doubtful.Metadata["source"]));
        Assert.Equal(
            (AssessmentState.Withdrawn, AssessmentWithdrawalReason.DeclinedByPerson, "Not now.", "2"),
            (withdrawn.State, withdrawn.Withdrawal.Reason, withdrawn.Withdrawal.Explanation, withdrawn.Etag));
        Assert.Equal("ASSESSMENT_WITHDRAWN", (await RefusedCall.OfAsync(Sign(withdrawn))).Reason);
        Assert.Equal("ASSESSMENT_WITHDRAWN", (await RefusedCall.OfAsync(Update(withdrawn, new AssessmentMessage { OwnView = "x" }))).Reason);
        Assert.Equal("ASSESSMENT_NOT_SIGNED", (await RefusedCall.OfAsync(assessment.Decide(withdrawn.AssessmentId))).Reason);
        var signed = await assessment.SignedAsync(draft.PersonId, Complete(AssessmentKind.Adult));
        Assert.Equal("ASSESSMENT_SIGNED", (await RefusedCall.OfAsync(Withdraw(signed, noAbuse: true))).Reason);
    }

    private AsyncUnaryCall<AssessmentMessage> Draft(string personId, AssessmentMessage draft) => assessment.Assessments.CreateAssessmentAsync(
        new CreateAssessmentRequest { PersonId = personId, Assessment = draft, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<AssessmentMessage> Update(AssessmentMessage draft, AssessmentMessage changes) => assessment.Assessments.UpdateAssessmentAsync(
        new UpdateAssessmentRequest { AssessmentId = draft.AssessmentId, Assessment = changes, Etag = draft.Etag, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<SignAssessmentResponse> Sign(AssessmentMessage draft) => assessment.Assessments.SignAssessmentAsync(
        new SignAssessmentRequest { AssessmentId = draft.AssessmentId, Etag = draft.Etag, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<ConfirmSelfAssessmentResponse> Confirm(AssessmentMessage draft) => assessment.Assessments.ConfirmSelfAssessmentAsync(
        new ConfirmSelfAssessmentRequest { AssessmentId = draft.AssessmentId, Etag = draft.Etag, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<WithdrawAssessmentResponse> Withdraw(AssessmentMessage draft, bool noAbuse) => assessment.Assessments.WithdrawAssessmentAsync(
        new WithdrawAssessmentRequest
        {
            AssessmentId = draft.AssessmentId,
            Reason = AssessmentWithdrawalReason.DeclinedByPerson,
            Explanation = "Not now.",
            NoAbuseOrNeglect = noAbuse,
            Etag = draft.Etag,
            RequestId = NewRequestId(),
        },
        assessment.Ann);
}
