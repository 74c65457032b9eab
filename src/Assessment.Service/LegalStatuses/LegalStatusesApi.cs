using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>The contract's LegalStatusesService.</summary>
internal sealed class LegalStatusesApi(UnitOfWork work) : LegalStatusesService.LegalStatusesServiceBase
{
    private const string Subject = "LEGAL_STATUS";

    /// <inheritdoc/>
    public override Task<LegalStatus> CreateLegalStatus(CreateLegalStatusRequest request, ServerCallContext context)
    {
        var personId = Guid.Parse(request.PersonId);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var faults = LegalStatusChecks.Faults(request.LegalStatus, mutation.Today);
                Refusal.ThrowIfAny(faults);
                if (request.LegalStatus.RecordedInError)
                    await PersonStore.LockOneAsync(mutation, personId);
                else
                    await PersonStore.RequireAliveOnAsync(mutation, personId, Dates.Parse(request.LegalStatus.StartDate));
                LegalStatusChecks.RequireFitting(request.LegalStatus, await LegalStatusStore.FactsAsync(mutation, personId));

                var id = mutation.NewId();
                await LegalStatusStore.InsertAsync(mutation, id, personId, request.LegalStatus);
                mutation.Audit("assessment.legal_status.recorded", Subject, id, personId: personId);
                mutation.Publish(
                    new LegalStatusChanged
                    {
                        Programme = mutation.Programme,
                        SubjectId = id.ToString(),
                        SubjectVersion = 1,
                        OccurredAt = mutation.Now,
                        PersonId = request.PersonId,
                        IsAftercareInForce = AftercareRight.Decide(await LegalStatusStore.FactsAsync(mutation, personId)).Eligible,
                    },
                    id.ToString());
                return (await LegalStatusStore.GetAsync(mutation, personId, id)).ToMessage();
            },
            (session, id) => ShowAsync(session, personId, id));
    }

    /// <inheritdoc/>
    public override Task<LegalStatus> GetLegalStatus(GetLegalStatusRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.PersonId), Guid.Parse(request.LegalStatusId)));

    /// <inheritdoc/>
    public override Task<ListLegalStatusesResponse> ListLegalStatuses(ListLegalStatusesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"legal-statuses:{personId}");
            var (rows, next) = page.Split(await LegalStatusStore.ListAsync(session, personId, page), row => row.Id);
            return new ListLegalStatusesResponse { LegalStatuses = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task<LegalStatus> ShowAsync(Session session, Guid personId, Guid id)
    {
        var status = await LegalStatusStore.GetAsync(session, personId, id);
        session.AuditRead(Subject, id, personId);
        return status.ToMessage();
    }
}
