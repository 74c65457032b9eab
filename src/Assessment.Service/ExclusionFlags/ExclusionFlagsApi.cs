using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Assessment.DirectPayments;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Assessment.ExclusionFlags;

/// <summary>
/// The contract's ExclusionFlagsService. Its subject type stands in the access record of nobody but those who may read the flags: what the holder
/// sees of looks at the record leaves it out (DOMAIN 0, A22).
/// </summary>
internal sealed class ExclusionFlagsApi(UnitOfWork work, DirectPaymentLook look) : ExclusionFlagsService.ExclusionFlagsServiceBase
{
    private const string Subject = "EXCLUSION_FLAG";

    /// <inheritdoc/>
    public override Task<ExclusionFlag> CreateExclusionFlag(CreateExclusionFlagRequest request, ServerCallContext context) =>
        ChangeAsync(request, context, async mutation =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireLivingAsync(mutation, personId);
            Require(request.ExclusionFlag);
            var id = mutation.NewId();
            await ExclusionFlagStore.InsertAsync(mutation, id, personId, request.ExclusionFlag);
            mutation.Audit("assessment.exclusion_flag.recorded", Subject, id, personId: personId);
            return await ExclusionFlagStore.GetAsync(mutation, id);
        });

    /// <inheritdoc/>
    public override Task<ExclusionFlag> UpdateExclusionFlag(UpdateExclusionFlagRequest request, ServerCallContext context) =>
        ChangeAsync(request, context, async mutation =>
        {
            var expected = Etag.Parse(request.Etag);
            var seen = await ExclusionFlagStore.GetAsync(mutation, Guid.Parse(request.ExclusionFlagId));
            await PersonStore.LockOneAsync(mutation, seen.PersonId);
            var updated = ResourceUpdate.Apply(seen.ToMessage(), request.ExclusionFlag, request.UpdateMask);
            Require(updated);
            var stored = await ExclusionFlagStore.UpdateAsync(mutation, seen.Id, expected, updated);
            mutation.Audit("assessment.exclusion_flag.corrected", Subject, stored.Id, personId: stored.PersonId);
            return stored;
        });

    /// <inheritdoc/>
    public override Task<ExclusionFlag> GetExclusionFlag(GetExclusionFlagRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.ExclusionFlagId)));

    /// <inheritdoc/>
    public override Task<ListExclusionFlagsResponse> ListExclusionFlags(ListExclusionFlagsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"exclusion-flags:{personId}");
            var (rows, next) = page.Split(await ExclusionFlagStore.ListAsync(session, personId, page), row => row.Id);
            // That there are none is also something to have learned.
            session.AuditRead(Subject, personId, personId);
            return new ListExclusionFlagsResponse { ExclusionFlags = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <summary>Keeps a change, then has the permission looked at in the service's own name; should that fail, the sweep does it.</summary>
    private async Task<ExclusionFlag> ChangeAsync<TRequest>(TRequest request, ServerCallContext context, Func<Mutation, Task<ExclusionFlagRow>> change)
        where TRequest : IMessage<TRequest>
    {
        (string Programme, Guid PersonId)? changed = null;
        var flag = await work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var row = await change(mutation);
                await DirectPaymentStore.MakeDueAsync(mutation, row.PersonId);
                changed = (mutation.Programme, row.PersonId);
                return row.ToMessage();
            },
            ShowAsync);
        if (changed is var (programme, personId))
            await look.TakeAsync(programme, personId, context.CancellationToken);
        return flag;
    }

    private static async Task<ExclusionFlag> ShowAsync(Session session, Guid id)
    {
        var flag = await ExclusionFlagStore.GetAsync(session, id);
        session.AuditRead(Subject, id, flag.PersonId);
        return flag.ToMessage();
    }

    private static void Require(ExclusionFlag flag)
    {
        if (Dates.ParseOptional(flag.EndDate) < Dates.Parse(flag.StartDate))
            throw Refusal.Invalid(new Violation("exclusion_flag.end_date", "BEFORE_START", "This lies before the first day."));
    }
}
