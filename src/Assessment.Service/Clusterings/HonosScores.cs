using System.Globalization;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Clusterings;

/// <summary>The scales of the Mental Health Clustering Tool and the clusters (DOMAIN 8.1, 8.2).</summary>
internal static class HonosScores
{
    private const int Highest = 4;
    private const int NotKnown = 9;
    private const int ItemsOfTotal = 12;
    private const string OtherProblems = "8";

    /// <summary>The faults of a clustering beyond those of its single fields, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(Clustering clustering, DateOnly today) =>
    [
        .. DateFaults(clustering, today),
        .. ScoreFaults(clustering),
        .. TypeFaults(clustering),
    ];

    /// <summary>The sum of items 1 to 12; null where one of them is not known or was not recorded.</summary>
    public static int? Total(IEnumerable<ClusteringScore> scores)
    {
        var counted = scores.Where(score => score.Score is not NotKnown && Enumerable.Range(1, ItemsOfTotal).Any(item => score.Item == Text(item))).ToList();
        return counted.Count is ItemsOfTotal ? counted.Sum(score => score.Score) : null;
    }

    /// <summary>The kind of a cluster.</summary>
    public static ClusterClass ClassOf(string cluster) => cluster is "" ? ClusterClass.Unspecified : int.Parse(cluster, CultureInfo.InvariantCulture) switch
    {
        0 => ClusterClass.Variance,
        <= 8 => ClusterClass.NonPsychotic,
        <= 17 => ClusterClass.Psychosis,
        _ => ClusterClass.Organic,
    };

    private static IEnumerable<Violation> DateFaults(Clustering clustering, DateOnly today)
    {
        if (Dates.Parse(clustering.ScoredDate) > today)
            yield return new Violation("clustering.scored_date", "NOT_IN_FUTURE", "Scores are dated today or earlier.");
    }

    private static IEnumerable<Violation> ScoreFaults(Clustering clustering)
    {
        if (clustering.Scores.Count is 0 && clustering.Cluster is "")
            yield return new Violation("clustering.scores", "REQUIRED", "Scores, a cluster or both must be given.");
        var seen = new HashSet<string>();
        for (var index = 0; index < clustering.Scores.Count; index++)
        {
            var score = clustering.Scores[index];
            if (score.Score is > Highest and not NotKnown)
                yield return new Violation($"clustering.scores[{index}].score", "OUT_OF_RANGE", "A score is 0 to 4, or 9 where it is not known.");
            if (!seen.Add(score.Item))
                yield return new Violation($"clustering.scores[{index}].item", "DUPLICATE", "This stands in the list already.");
        }
    }

    private static IEnumerable<Violation> TypeFaults(Clustering clustering)
    {
        var hasProblem = clustering.Scores.Any(score => score is { Item: OtherProblems, Score: >= 1 and <= Highest });
        if (clustering.OtherProblemType is not "" && !hasProblem)
            yield return new Violation("clustering.other_problem_type", "NOT_APPLICABLE", "A type of other problems belongs to a score of 1 to 4 at item 8.");
    }

    private static string Text(int item) => item.ToString(CultureInfo.InvariantCulture);
}
