using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.PeopleLoads;

/// <summary>The contract's PeopleLoadsService.</summary>
internal sealed class PeopleLoadsApi(UnitOfWork work, TimeProvider time) : PeopleLoadsService.PeopleLoadsServiceBase
{
    /// <inheritdoc/>
    public override async Task<PeopleLoad> LoadPeople(IAsyncStreamReader<LoadPeopleRequest> requestStream, ServerCallContext context)
    {
        using var loading = new PeopleLoading(work, requestStream, time, context);
        return await loading.RunAsync();
    }

    /// <inheritdoc/>
    public override Task<PeopleLoad> GetPeopleLoad(GetPeopleLoadRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var load = await PeopleLoadStore.GetAsync(session, Guid.Parse(request.PeopleLoadId));
            return load.ToMessage(await PeopleLoadStore.FirstFaultsAsync(session, load.Id));
        });

    /// <inheritdoc/>
    public override Task<ListPeopleLoadsResponse> ListPeopleLoads(ListPeopleLoadsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "people-loads");
            var (rows, next) = page.Split(await PeopleLoadStore.ListAsync(session, page), row => row.Id);
            return new ListPeopleLoadsResponse { PeopleLoads = { rows.Select(row => row.ToMessage([])) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ListPeopleLoadFaultsResponse> ListPeopleLoadFaults(ListPeopleLoadFaultsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var load = await PeopleLoadStore.GetAsync(session, Guid.Parse(request.PeopleLoadId));
            var page = Page.Read(request.PageSize, request.PageToken, session, $"people-load-faults:{load.Id}");
            var (rows, next) = page.Split(await PeopleLoadStore.ListFaultsAsync(session, load.Id, page), row => row.Place);
            return new ListPeopleLoadFaultsResponse { Faults = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });
}
