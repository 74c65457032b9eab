using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Clusterings;

/// <summary>Clusterings: recorded, never changed.</summary>
internal static class ClusteringStore
{
    private const string Columns = "id, person_id, scored_date, source, scores::text as scores, other_problem_type, cluster, created_at";

    /// <summary>Records a clustering.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, Clustering clustering) => work.ExecuteAsync("""
        insert into assessment.clusterings (programme, id, person_id, scored_date, source, scores, other_problem_type, cluster, created_at)
        values (@Programme, @id, @personId, @scoredDate, @Source, @scores::jsonb, @OtherProblemType, @Cluster, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            scoredDate = Dates.Parse(clustering.ScoredDate),
            clustering.Source,
            scores = ClusteringRow.ScoresOf(clustering),
            clustering.OtherProblemType,
            clustering.Cluster,
            work.Now,
        });

    /// <summary>One clustering.</summary>
    /// <exception cref="Refusal">CLUSTERING_NOT_FOUND.</exception>
    public static async Task<ClusteringRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<ClusteringRow>($"select {Columns} from assessment.clusterings where id = @id", new { id })
        ?? throw Refusal.NotFound("CLUSTERING", id);

    /// <summary>Whether a clustering is this person's.</summary>
    public static Task<bool> IsOfAsync(Session work, Guid personId, Guid id) => work.ScalarAsync<bool>(
        "select exists (select from assessment.clusterings where id = @id and person_id = @personId)", new { id, personId });

    /// <summary>A page of a person's clusterings.</summary>
    public static Task<IReadOnlyList<ClusteringRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<ClusteringRow>($"""
        select {Columns} from assessment.clusterings
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });
}
