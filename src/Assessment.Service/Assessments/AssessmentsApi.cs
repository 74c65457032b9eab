using Grpc.Core;
using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>The contract's AssessmentsService.</summary>
internal sealed class AssessmentsApi(UnitOfWork work) : AssessmentsService.AssessmentsServiceBase
{
    private const string Subject = "ASSESSMENT";

    /// <inheritdoc/>
    public override Task<AssessmentMessage> CreateAssessment(CreateAssessmentRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                await PersonStore.RequireAsync(mutation, personId);
                Require(request.Assessment, mutation.Today);
                var id = mutation.NewId();
                await AssessmentStore.InsertAsync(mutation, id, personId, request.Assessment);
                mutation.Audit("assessment.assessment.created", Subject, id, personId: personId);
                return (await AssessmentStore.GetAsync(mutation, id)).ToMessage();
            },
            Reload);

    /// <inheritdoc/>
    public override Task<AssessmentMessage> UpdateAssessment(UpdateAssessmentRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var id = Guid.Parse(request.AssessmentId);
                var current = await DraftAsync(mutation, id, request.Etag);
                var updated = ResourceUpdate.Apply(current.ToMessage(), request.Assessment, request.UpdateMask);
                Require(updated, mutation.Today);
                var stored = await AssessmentStore.UpdateAsync(mutation, id, current.Version, updated);
                mutation.Audit("assessment.assessment.updated", Subject, id, personId: stored.PersonId);
                return stored.ToMessage();
            },
            Reload);

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
                if (AssessmentChecks.Missing(draft) is { Count: > 0 } missing)
                    throw Refusal.Rules(missing, ("missing", string.Join(",", missing.Select(rule => rule.Subject))));

                var signed = await AssessmentStore.SignAsync(mutation, id, current.Version);
                mutation.Audit("assessment.assessment.signed", Subject, id, personId: signed.PersonId);
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
    public override Task<AssessmentMessage> GetAssessment(GetAssessmentRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => Reload(session, Guid.Parse(request.AssessmentId)));

    /// <inheritdoc/>
    public override Task<ListAssessmentsResponse> ListAssessments(ListAssessmentsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"assessments:{personId}");
            var (rows, next) = page.Split(await AssessmentStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead("PERSON", personId);
            return new ListAssessmentsResponse { Assessments = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<NeedsProfile> GetNeedsProfile(GetNeedsProfileRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var signed = await AssessmentStore.GetSignedAsync(session, Guid.Parse(request.AssessmentId));
            session.AuditRead(Subject, signed.Id, signed.PersonId);
            var holds = await EligibilityStore.CurrentAsync(session, signed.Id);
            return new NeedsProfile
            {
                AssessmentId = signed.Id.ToString(),
                PersonId = signed.PersonId.ToString(),
                Needs = { signed.ToMessage().Needs },
                EligibleBases = { holds?.ToMessage().Outcomes.Where(outcome => outcome.Eligible).Select(outcome => outcome.LegalBasis) ?? [] },
            };
        });

    private static async Task<AssessmentRow> DraftAsync(Mutation mutation, Guid id, string etag)
    {
        var expected = Etag.Parse(etag);
        var current = await AssessmentStore.GetDraftAsync(mutation, id);
        return current.Version == expected ? current : throw Refusal.EtagMismatch(current.Version);
    }

    private static async Task<AssessmentMessage> Reload(Session session, Guid id)
    {
        var assessment = await AssessmentStore.GetAsync(session, id);
        session.AuditRead(Subject, id, assessment.PersonId);
        return assessment.ToMessage();
    }

    private static void Require(AssessmentMessage draft, DateOnly today)
    {
        if (AssessmentChecks.Faults(draft, today) is { Count: > 0 } faults)
            throw Refusal.Invalid(faults);
    }
}
