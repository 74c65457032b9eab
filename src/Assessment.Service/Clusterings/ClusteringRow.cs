using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Clusterings;

/// <summary>A clustering as stored: its total and its class are worked out, never typed.</summary>
internal sealed record ClusteringRow(
    Guid Id, Guid PersonId, DateOnly ScoredDate, string Source, string Scores, string OtherProblemType, string Cluster, DateTime CreatedAt)
{
    public Clustering ToMessage()
    {
        var clustering = JsonParser.Default.Parse<Clustering>(Scores);
        var total = HonosScores.Total(clustering.Scores);
        clustering.ClusteringId = Id.ToString();
        clustering.PersonId = PersonId.ToString();
        clustering.ScoredDate = Dates.Text(ScoredDate);
        clustering.Source = Source;
        clustering.OtherProblemType = OtherProblemType;
        clustering.Cluster = Cluster;
        clustering.HonosTotal = total ?? 0;
        clustering.HonosTotalState = total is null ? HonosTotalState.Incomplete : HonosTotalState.Complete;
        clustering.ClusterClass = HonosScores.ClassOf(Cluster);
        clustering.CreateTime = Timestamp.FromDateTime(CreatedAt);
        return clustering;
    }

    /// <summary>The scores alone, as the contract's JSON.</summary>
    public static string ScoresOf(Clustering clustering) => JsonFormatter.Default.Format(new Clustering { Scores = { clustering.Scores } });
}
