using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.SafeguardingConcerns;

/// <summary>
/// The contract's SafeguardingConcernsService. All that it records about a concern, looks at it and at its holds too, has the type <c>SAFEGUARDING_CONCERN</c> for its
/// subject: by that an access record leaves it out for those who may not know of it (DOMAIN 0, A22 and A23). Nothing is published.
/// </summary>
internal sealed class SafeguardingConcernsApi(UnitOfWork work) : SafeguardingConcernsService.SafeguardingConcernsServiceBase
{
    private const string Subject = "SAFEGUARDING_CONCERN";

    /// <inheritdoc/>
    public override Task<SafeguardingConcern> CreateSafeguardingConcern(CreateSafeguardingConcernRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                await PersonStore.LockOneAsync(mutation, personId);
                var id = mutation.NewId();
                await SafeguardingConcernStore.InsertAsync(mutation, id, personId, request.SafeguardingConcern);
                mutation.Audit("assessment.safeguarding_concern.raised", Subject, id, personId: personId);
                return (await SafeguardingConcernStore.GetAsync(mutation, id)).ToMessage();
            },
            ShowAsync);

    /// <inheritdoc/>
    public override Task<SafeguardingConcern> GetSafeguardingConcern(GetSafeguardingConcernRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.SafeguardingConcernId)));

    /// <inheritdoc/>
    public override Task<ListSafeguardingConcernsResponse> ListSafeguardingConcerns(ListSafeguardingConcernsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"safeguarding-concerns:{personId}");
            var (rows, next) = page.Split(await SafeguardingConcernStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead(Subject, personId, personId);
            return new ListSafeguardingConcernsResponse { SafeguardingConcerns = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<StartSafeguardingEnquiryResponse> StartSafeguardingEnquiry(StartSafeguardingEnquiryRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var concern = await SafeguardingConcernStore.StartEnquiryAsync(mutation, Guid.Parse(request.SafeguardingConcernId), Etag.Parse(request.Etag));
                mutation.Audit("assessment.safeguarding_concern.enquiry_started", Subject, concern.Id, personId: concern.PersonId);
                return new StartSafeguardingEnquiryResponse { SafeguardingConcern = concern.ToMessage() };
            },
            async (session, id) => new StartSafeguardingEnquiryResponse { SafeguardingConcern = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<ChangeSafeguardingHoldsResponse> ChangeSafeguardingHolds(ChangeSafeguardingHoldsRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var concern = await SafeguardingConcernStore.ChangeHoldsAsync(
                    mutation, Guid.Parse(request.SafeguardingConcernId), Etag.Parse(request.Etag), request.Holds);
                mutation.Audit("assessment.safeguarding_concern.holds_changed", Subject, concern.Id, personId: concern.PersonId);
                return new ChangeSafeguardingHoldsResponse { SafeguardingConcern = concern.ToMessage() };
            },
            async (session, id) => new ChangeSafeguardingHoldsResponse { SafeguardingConcern = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<CloseSafeguardingConcernResponse> CloseSafeguardingConcern(CloseSafeguardingConcernRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var concern = await SafeguardingConcernStore.CloseAsync(
                    mutation, Guid.Parse(request.SafeguardingConcernId), Etag.Parse(request.Etag), request.Outcome, request.Findings);
                mutation.Audit("assessment.safeguarding_concern.closed", Subject, concern.Id, personId: concern.PersonId);
                return new CloseSafeguardingConcernResponse { SafeguardingConcern = concern.ToMessage() };
            },
            async (session, id) => new CloseSafeguardingConcernResponse { SafeguardingConcern = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<SafeguardingHolds> GetSafeguardingHolds(GetSafeguardingHoldsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead(Subject, personId, personId);
            return (await SafeguardingConcernStore.HoldsAsync(session, personId)).ToMessage();
        });

    /// <inheritdoc/>
    public override Task<ListSafeguardingHoldsResponse> ListSafeguardingHolds(ListSafeguardingHoldsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "safeguarding-holds");
            var (rows, next) = page.Split(await SafeguardingConcernStore.ListHeldAsync(session, page), row => row.PersonId);
            foreach (var row in rows)
                session.AuditRead(Subject, row.PersonId, row.PersonId);
            return new ListSafeguardingHoldsResponse { HeldPeople = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task<SafeguardingConcern> ShowAsync(Session session, Guid id)
    {
        var concern = await SafeguardingConcernStore.GetAsync(session, id);
        session.AuditRead(Subject, id, concern.PersonId);
        return concern.ToMessage();
    }
}
