using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Clusterings;

/// <summary>The contract's ClusteringsService.</summary>
internal sealed class ClusteringsApi(UnitOfWork work) : ClusteringsService.ClusteringsServiceBase
{
    private const string Subject = "CLUSTERING";

    /// <inheritdoc/>
    public override Task<Clustering> CreateClustering(CreateClusteringRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                await PersonStore.RequireAliveOnAsync(mutation, personId, Dates.Parse(request.Clustering.ScoredDate));
                Refusal.ThrowIfAny(HonosScores.Faults(request.Clustering, mutation.Today));
                var id = mutation.NewId();
                await ClusteringStore.InsertAsync(mutation, id, personId, request.Clustering);
                mutation.Audit("assessment.clustering.recorded", Subject, id, personId: personId);
                return (await ClusteringStore.GetAsync(mutation, id)).ToMessage();
            },
            Reload);

    /// <inheritdoc/>
    public override Task<Clustering> GetClustering(GetClusteringRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => Reload(session, Guid.Parse(request.ClusteringId)));

    /// <inheritdoc/>
    public override Task<ListClusteringsResponse> ListClusterings(ListClusteringsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"clusterings:{personId}");
            var (rows, next) = page.Split(await ClusteringStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead("PERSON", personId);
            return new ListClusteringsResponse { Clusterings = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task<Clustering> Reload(Session session, Guid id)
    {
        var clustering = await ClusteringStore.GetAsync(session, id);
        session.AuditRead(Subject, id, clustering.PersonId);
        return clustering.ToMessage();
    }
}
