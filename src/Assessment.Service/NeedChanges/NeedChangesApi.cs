using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.NeedChanges;

/// <summary>The contract's NeedChangesService.</summary>
internal sealed class NeedChangesApi(UnitOfWork work, IOptions<AssessmentSettings> settings) : NeedChangesService.NeedChangesServiceBase
{
    private const string Subject = "NEED_CHANGE";

    /// <inheritdoc/>
    public override Task<NeedChange> CreateNeedChange(CreateNeedChangeRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var change = request.NeedChange;
                var personId = Guid.Parse(request.PersonId);
                await PersonStore.RequireLivingAsync(mutation, personId);
                if (Dates.Parse(change.ChangeDate) > mutation.Today)
                    throw Refusal.Invalid(new Violation("need_change.change_date", "NOT_IN_FUTURE", "A change of need happened today or earlier."));

                var id = mutation.NewId();
                var due = change.Urgent ? mutation.Today : mutation.Today.AddDays(settings.Value.ReassessWithinDays);
                await NeedChangeStore.InsertAsync(mutation, id, personId, change, due);
                mutation.Audit("assessment.need_change.recorded", Subject, id, change.Cause.Code(), personId);
                mutation.Publish(
                    new NeedsChanged
                    {
                        Programme = mutation.Programme,
                        SubjectId = id.ToString(),
                        SubjectVersion = 1,
                        OccurredAt = mutation.Now,
                        PersonId = request.PersonId,
                        IsUrgent = change.Urgent,
                    },
                    id.ToString());
                return (await NeedChangeStore.GetAsync(mutation, id)).ToMessage();
            },
            Reload);

    /// <inheritdoc/>
    public override Task<CloseNeedChangeResponse> CloseNeedChange(CloseNeedChangeRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var closed = await NeedChangeStore.CloseAsync(
                    mutation, Guid.Parse(request.NeedChangeId), Etag.Parse(request.Etag), request.Reason, request.Explanation);
                mutation.Audit("assessment.need_change.closed", Subject, closed.Id, request.Reason.Code(), closed.PersonId);
                return new CloseNeedChangeResponse { NeedChange = closed.ToMessage() };
            },
            async (session, id) => new CloseNeedChangeResponse { NeedChange = await Reload(session, id) });

    /// <inheritdoc/>
    public override Task<NeedChange> GetNeedChange(GetNeedChangeRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => Reload(session, Guid.Parse(request.NeedChangeId)));

    /// <inheritdoc/>
    public override Task<ListNeedChangesResponse> ListNeedChanges(ListNeedChangesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"need-changes:{personId}");
            var (rows, next) = page.Split(await NeedChangeStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead("PERSON", personId);
            return new ListNeedChangesResponse { NeedChanges = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ListReassessmentsDueResponse> ListReassessmentsDue(ListReassessmentsDueRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"reassessments-due:{request.DueByDate}");
            var (rows, next) = page.Split(
                await NeedChangeStore.ListDueAsync(session, Dates.ParseOptional(request.DueByDate), page), row => row.Id);
            foreach (var row in rows)
                session.AuditRead(Subject, row.Id, row.PersonId);
            return new ListReassessmentsDueResponse { NeedChanges = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task<NeedChange> Reload(Session session, Guid id)
    {
        var change = await NeedChangeStore.GetAsync(session, id);
        session.AuditRead(Subject, id, change.PersonId);
        return change.ToMessage();
    }
}
