using PersonalBudgets.Assessment.CaseloadFacts;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.CohortRules;

/// <summary>What a single condition must be: the fields of its kind, within their limits, and no others.</summary>
internal static class CohortConditionChecks
{
    private const int LongestWindow = 3_650;
    private const int MostEvents = 10_000;
    private const int LongestStay = 36_500;
    private const int LongestReturn = 365;
    private const int Oldest = 120;
    private const int MostClusters = 21;
    private const int NoCluster = 9;

    /// <summary>Every fault of a condition.</summary>
    public static IEnumerable<Violation> FaultsOf(CohortCondition condition, string path)
    {
        var kind = condition.Kind;
        var hasWindow = kind is CohortConditionKind.Events or CohortConditionKind.BedDays or CohortConditionKind.Readmissions or CohortConditionKind.Ended;
        var hasFacts = hasWindow || kind is CohortConditionKind.Current;
        return
        [
            .. hasFacts ? Facts(condition, $"{path}.facts") : Absent(condition.Facts.Count > 0, $"{path}.facts"),
            .. hasWindow ? Number(condition.WindowDays, 1, LongestWindow, $"{path}.window_days") : Absent(condition.WindowDays is not 0, $"{path}.window_days"),
            .. kind switch
            {
                CohortConditionKind.Events or CohortConditionKind.BedDays or CohortConditionKind.Readmissions => Number(condition.AtLeast, 1, MostEvents, $"{path}.at_least"),
                CohortConditionKind.Current => Number(condition.AtLeast, 0, LongestStay, $"{path}.at_least"),
                _ => Absent(condition.AtLeast is not 0, $"{path}.at_least"),
            },
            .. kind is CohortConditionKind.Readmissions
                ? Number(condition.WithinDays, 1, LongestReturn, $"{path}.within_days")
                : Absent(condition.WithinDays is not 0, $"{path}.within_days"),
            .. kind is CohortConditionKind.Age ? Ages(condition, path) : Absent((condition.MinAge, condition.MaxAge) is not (0, 0), $"{path}.min_age"),
            .. kind is CohortConditionKind.Cluster ? Clusters(condition, $"{path}.clusters") : Absent(condition.Clusters.Count > 0, $"{path}.clusters"),
            .. kind is CohortConditionKind.Diagnosis
                ? Given(condition.DiagnosisCodes.Count, $"{path}.diagnosis_codes")
                : Absent(condition.DiagnosisCodes.Count > 0, $"{path}.diagnosis_codes"),
            .. kind is CohortConditionKind.BedDays && condition.AtLeast > condition.WindowDays && condition.WindowDays > 0
                ? [new Violation($"{path}.at_least", "OUT_OF_RANGE", "A window has no more bed days than days.")]
                : Enumerable.Empty<Violation>(),
        ];
    }

    private static IEnumerable<Violation> Facts(CohortCondition condition, string path)
    {
        if (condition.Facts.Count is 0)
            yield return new Violation(path, "REQUIRED", "Must name a fact.");
        for (var index = 0; index < condition.Facts.Count; index++)
        {
            var fact = condition.Facts[index];
            var isRight = condition.Kind switch
            {
                CohortConditionKind.BedDays or CohortConditionKind.Readmissions => fact.IsAdmission(),
                CohortConditionKind.Events => fact.IsEvent() || fact.IsPeriod(),
                _ => fact.IsPeriod(),
            };
            if (!isRight)
                yield return new Violation($"{path}[{index}]", "NOT_OF_THIS_CONDITION", "A condition of this kind does not ask of such facts.");
        }
    }

    private static IEnumerable<Violation> Ages(CohortCondition condition, string path) =>
    [
        .. Number(condition.MinAge, 0, Oldest, $"{path}.min_age"),
        .. Number(condition.MaxAge, 0, Oldest, $"{path}.max_age"),
        .. (condition.MinAge, condition.MaxAge) is (0, 0) ? [new Violation($"{path}.min_age", "RULE_EMPTY", "A condition of age has a least or a greatest age.")] : Enumerable.Empty<Violation>(),
        .. condition.MaxAge > 0 && condition.MinAge > condition.MaxAge
            ? [new Violation($"{path}.max_age", "AGES_CONTRADICT", "The greatest age is below the least.")]
            : Enumerable.Empty<Violation>(),
    ];

    private static IEnumerable<Violation> Clusters(CohortCondition condition, string path) =>
    [
        .. Given(condition.Clusters.Count, path),
        .. condition.Clusters.Index().Where(cluster => cluster.Item is < 0 or NoCluster or > MostClusters)
            .Select(cluster => new Violation($"{path}[{cluster.Index}]", "CLUSTER", "Clusters are 0 to 8 and 10 to 21.")),
    ];

    private static IEnumerable<Violation> Number(int value, int least, int most, string path) =>
        value < least || value > most ? [new Violation(path, "OUT_OF_RANGE", $"Must be from {least} to {most}.")] : [];

    private static IEnumerable<Violation> Given(int count, string path) => count > 0 ? [] : [new Violation(path, "REQUIRED", "Must be given.")];

    private static IEnumerable<Violation> Absent(bool isGiven, string path) =>
        isGiven ? [new Violation(path, "NOT_OF_THIS_CONDITION", "A condition of this kind does not have it.")] : [];
}
