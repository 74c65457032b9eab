using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.ChcChecklists;

/// <summary>The contract's ChcChecklistsService.</summary>
internal sealed class ChcChecklistsApi(UnitOfWork work) : ChcChecklistsService.ChcChecklistsServiceBase
{
    private const string Subject = "CHC_CHECKLIST";

    /// <inheritdoc/>
    public override Task<ChcChecklist> CreateChcChecklist(CreateChcChecklistRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                await PersonStore.RequireLivingAsync(mutation, personId);
                var person = await PersonStore.GetAsync(mutation, personId);
                Refusal.ThrowIfAny(ChcChecklistChecks.Faults(request.ChcChecklist, mutation.Today));
                ChcChecklistChecks.RequireAge(request.ChcChecklist, person.BirthDate);
                var id = mutation.NewId();
                await ChcChecklistStore.InsertAsync(mutation, id, personId, request.ChcChecklist);
                var recorded = (await ChcChecklistStore.GetAsync(mutation, id)).ToMessage();
                mutation.Audit("assessment.chc_checklist.recorded", Subject, id, recorded.ReferForFullAssessment ? "REFER" : "DONE", personId);
                return recorded;
            },
            Reload);

    /// <inheritdoc/>
    public override Task<ChcChecklist> GetChcChecklist(GetChcChecklistRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => Reload(session, Guid.Parse(request.ChcChecklistId)));

    /// <inheritdoc/>
    public override Task<ListChcChecklistsResponse> ListChcChecklists(ListChcChecklistsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"chc-checklists:{personId}");
            var (rows, next) = page.Split(await ChcChecklistStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead("PERSON", personId);
            return new ListChcChecklistsResponse { ChcChecklists = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task<ChcChecklist> Reload(Session session, Guid id)
    {
        var checklist = await ChcChecklistStore.GetAsync(session, id);
        session.AuditRead(Subject, id, checklist.PersonId);
        return checklist.ToMessage();
    }
}
