using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.Clusterings;
using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>The contract's AssessmentsService: drafting and reading here, signing and what follows in the other file.</summary>
internal sealed partial class AssessmentsApi(UnitOfWork work, IOptions<AssessmentSettings> settings) : AssessmentsService.AssessmentsServiceBase
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
                await PersonStore.RequireLivingAsync(mutation, personId);
                request.Assessment.PersonId = request.PersonId;
                await RequireSoundAsync(mutation, await PersonStore.GetAsync(mutation, personId), request.Assessment);
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
                var before = current.ToMessage();
                var updated = ResourceUpdate.Apply(before, request.Assessment, request.UpdateMask);
                await RequireSoundAsync(mutation, await PersonStore.GetAsync(mutation, current.PersonId), updated);
                var stored = await AssessmentStore.UpdateAsync(mutation, id, current.Version, updated);
                AssessmentAudit.RecordChanges(mutation, stored, before, updated);
                return stored.ToMessage();
            },
            Reload);

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
            var signed = (await AssessmentStore.GetSignedAsync(session, Guid.Parse(request.AssessmentId))).ToMessage();
            var id = Guid.Parse(signed.AssessmentId);
            var decision = await EligibilityStore.CurrentAsync(session, id);
            var clustering = signed.ClusteringId is "" ? null : await ClusteringStore.GetAsync(session, Guid.Parse(signed.ClusteringId));
            session.AuditRead(Subject, id, Guid.Parse(signed.PersonId));
            return NeedsProfiles.Of(signed, decision?.ToMessage(), clustering?.Cluster ?? "");
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

    private async Task RequireSoundAsync(Session session, PersonRow person, AssessmentMessage assessment)
    {
        Violation[] faults = [.. AssessmentChecks.Faults(assessment, session.Today), .. await AssessmentReferences.FaultsAsync(session, assessment)];
        Refusal.ThrowIfAny(faults);
        RequireAge(person, assessment);
    }

    private void RequireAge(PersonRow person, AssessmentMessage assessment) =>
        AssessmentKinds.RequireAge(assessment, person.BirthDate, settings.Value.TransitionFromMonths);
}
