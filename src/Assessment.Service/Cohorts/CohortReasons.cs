using PersonalBudgets.Assessment.CaseloadFacts;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Cohorts;

/// <summary>What the facts that made somebody belong to a cohort are, in codes, counts and plain words.</summary>
internal static class CohortReasons
{
    /// <summary>The reason that a condition gives which holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="value">The number that was read.</param>
    /// <param name="today">The day of the question.</param>
    public static CohortReason Of(CohortCondition condition, int value, DateOnly today)
    {
        var shown = condition.Kind is CohortConditionKind.Age ? Age.InYears(Measure.FirstDay.AddDays(value), today) : value;
        return new CohortReason { Kind = condition.Kind, Facts = { condition.Facts }, Value = shown, Words = Words(condition, shown) };
    }

    private static string Words(CohortCondition condition, int value) => condition.Kind switch
    {
        CohortConditionKind.Age => $"Age {value}",
        CohortConditionKind.Cluster => $"Care cluster {value}",
        CohortConditionKind.Events => $"{Named(condition)}: {value} in the last {condition.WindowDays} days",
        CohortConditionKind.BedDays => $"{Named(condition)}: {Days(value)} in the last {condition.WindowDays} days",
        CohortConditionKind.Readmissions =>
            $"Back in hospital within {condition.WithinDays} days of a discharge: {Times(value)} in the last {condition.WindowDays} days",
        CohortConditionKind.Current => value is 0 ? $"{Named(condition)}, since today" : $"{Named(condition)}, for {Days(value)}",
        CohortConditionKind.Ended => value is 0 ? $"{Named(condition)}, until today" : $"{Named(condition)}, until {Days(value)} ago",
        CohortConditionKind.Diagnosis => "Supported by a diagnosis on record",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.Kind, "There is no such condition."),
    };

    private static string Named(CohortCondition condition)
    {
        var name = string.Join(" or ", condition.Facts.Select(fact => fact.Words()));
        return $"{char.ToUpperInvariant(name[0])}{name[1..]}";
    }

    private static string Days(int count) => count is 1 ? "1 day" : $"{count} days";

    private static string Times(int count) => count switch { 1 => "once", 2 => "twice", _ => $"{count} times" };
}
