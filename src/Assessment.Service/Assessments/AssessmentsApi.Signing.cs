using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PersonalBudgets.Assessment.NeedChanges;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Assessment.Assessments;

internal sealed partial class AssessmentsApi
{
    /// <inheritdoc/>
    public override Task<SignAssessmentResponse> SignAssessment(SignAssessmentRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var id = Guid.Parse(request.AssessmentId);
                var current = await DraftAsync(mutation, id, request.Etag);
                var draft = current.ToMessage();
                var person = await PersonStore.RequireLivingAsync(mutation, current.PersonId);
                Signature.Require(draft);
                RequireAge(person, draft);

                var signed = await AssessmentStore.SignAsync(mutation, id, current.Version);
                mutation.Audit("assessment.assessment.signed", Subject, id, personId: signed.PersonId);
                foreach (var change in await NeedChangeStore.CloseByAssessmentAsync(mutation, signed))
                    mutation.Audit("assessment.need_change.closed", "NEED_CHANGE", change, "REASSESSED", signed.PersonId);
                mutation.Publish(
                    new AssessmentCompleted
                    {
                        Programme = mutation.Programme,
                        SubjectId = request.AssessmentId,
                        SubjectVersion = signed.Version,
                        OccurredAt = mutation.Now,
                        PersonId = signed.PersonId.ToString(),
                        Kind = signed.Kind,
                    },
                    request.AssessmentId);
                return new SignAssessmentResponse { Assessment = signed.ToMessage() };
            },
            async (session, id) => new SignAssessmentResponse { Assessment = await Reload(session, id) });

    /// <inheritdoc/>
    public override Task<ConfirmSelfAssessmentResponse> ConfirmSelfAssessment(ConfirmSelfAssessmentRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var id = Guid.Parse(request.AssessmentId);
                var current = await DraftAsync(mutation, id, request.Etag);
                if (current.ToMessage().SelfAssessment is null)
                {
                    throw Refusal.Rule(
                        "NOT_SELF_ASSESSED", "Only what the person filled in is confirmed.", "SI 2014/2827 reg 2", ("assessment_id", id));
                }

                var confirmed = await AssessmentStore.ConfirmAsync(mutation, id, current.Version);
                mutation.Audit("assessment.assessment.self_assessment_confirmed", Subject, id, personId: confirmed.PersonId);
                return new ConfirmSelfAssessmentResponse { Assessment = confirmed.ToMessage() };
            },
            async (session, id) => new ConfirmSelfAssessmentResponse { Assessment = await Reload(session, id) });

    /// <inheritdoc/>
    public override Task<CorrectAssessmentResponse> CorrectAssessment(CorrectAssessmentRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var expected = Etag.Parse(request.Etag);
                var wrong = await AssessmentStore.LockLatestAsync(mutation, Guid.Parse(request.AssessmentId));
                if (wrong.Version != expected)
                    throw Refusal.EtagMismatch(wrong.Version);

                var before = wrong.ToMessage();
                var right = Corrected(before, request, mutation);
                await RequireSoundAsync(mutation, await PersonStore.GetAsync(mutation, wrong.PersonId), right);
                Signature.Require(right);

                var id = mutation.NewId();
                await AssessmentStore.InsertCorrectionAsync(mutation, id, wrong, right, request.Reason, request.Explanation);
                var stored = await AssessmentStore.GetAsync(mutation, id);
                mutation.Audit("assessment.assessment.correction_signed", Subject, id, request.Reason.Code(), wrong.PersonId);
                AssessmentAudit.RecordChanges(mutation, stored, before, right);
                mutation.Audit("assessment.assessment.superseded", Subject, wrong.Id, personId: wrong.PersonId);
                mutation.Publish(
                    new AssessmentCorrected
                    {
                        Programme = mutation.Programme,
                        SubjectId = id.ToString(),
                        SubjectVersion = 1,
                        OccurredAt = mutation.Now,
                        PersonId = wrong.PersonId.ToString(),
                        CorrectedAssessmentId = request.AssessmentId,
                        Kind = right.Kind.Code(),
                    },
                    id.ToString());
                return new CorrectAssessmentResponse { Assessment = stored.ToMessage() };
            },
            async (session, id) => new CorrectAssessmentResponse { Assessment = await Reload(session, id) });

    /// <inheritdoc/>
    public override Task<WithdrawAssessmentResponse> WithdrawAssessment(WithdrawAssessmentRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var id = Guid.Parse(request.AssessmentId);
                var current = await DraftAsync(mutation, id, request.Etag);
                if (request.Reason is AssessmentWithdrawalReason.DeclinedByPerson)
                    AssessmentRefusal.RequireBinding(current.ToMessage(), request.NoAbuseOrNeglect);
                var withdrawn = await AssessmentStore.WithdrawAsync(mutation, id, current.Version, request.Reason, request.Explanation);
                mutation.Audit("assessment.assessment.withdrawn", Subject, id, request.Reason.Code(), withdrawn.PersonId);
                return new WithdrawAssessmentResponse { Assessment = withdrawn.ToMessage() };
            },
            async (session, id) => new WithdrawAssessmentResponse { Assessment = await Reload(session, id) });

    /// <summary>The version that is right. Who corrects a self-assessment is a professional, and confirms it as it stands then.</summary>
    private static AssessmentMessage Corrected(AssessmentMessage wrong, CorrectAssessmentRequest request, Mutation mutation)
    {
        var right = ResourceUpdate.Apply(wrong, request.Assessment, new FieldMask { Paths = { "*" } });
        if (AssessmentAudit.Changed(wrong, right).Count is 0)
            throw Refusal.Invalid(new Violation("assessment", "UNCHANGED", "A correction changes something."));
        if (right.SelfAssessment is { } self)
            (self.ConfirmTime, self.ConfirmedBy) = (Timestamp.FromDateTimeOffset(mutation.Now), mutation.Caller.Subject);
        return right;
    }
}
