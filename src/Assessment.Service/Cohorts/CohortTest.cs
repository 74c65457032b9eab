using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Cohorts;

/// <summary>A condition as it stands on one day: which number it looks at, and what that has to be.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Measure">The place of the number among those that are read.</param>
/// <param name="Least">The least that holds.</param>
/// <param name="Most">The most that holds.</param>
/// <param name="OneOf">The numbers that hold, instead of the limits; null where the limits say it.</param>
internal sealed record CohortTest(CohortCondition Condition, int Measure, int Least, int Most, IReadOnlyList<int>? OneOf)
{
    /// <summary>The test of a condition.</summary>
    /// <param name="condition">The condition, which keeps the rules of <see cref="CohortRules.CohortConditionChecks"/>.</param>
    /// <param name="measure">The place of its number.</param>
    /// <param name="today">The day of the question.</param>
    public static CohortTest Of(CohortCondition condition, int measure, DateOnly today) => condition.Kind switch
    {
        CohortConditionKind.Age => new(condition, measure, FirstBirthDay(condition, today), DayNumber(today.AddYears(-condition.MinAge)), null),
        CohortConditionKind.Cluster => new(condition, measure, 0, 0, condition.Clusters),
        CohortConditionKind.Ended => new(condition, measure, 0, condition.WindowDays - 1, null),
        CohortConditionKind.Diagnosis => new(condition, measure, 1, int.MaxValue, null),
        _ => new(condition, measure, condition.AtLeast, int.MaxValue, null),
    };

    /// <summary>Whether a number holds.</summary>
    public bool Holds(int value) => OneOf?.Contains(value) ?? (value >= Least && value <= Most);

    // Somebody is 30 until the day before the 31st birthday. Who was born on 29 February ages on 1 March of other years, as a date of which years are taken does.
    private static int FirstBirthDay(CohortCondition condition, DateOnly today) =>
        condition.MaxAge is 0 ? int.MinValue : DayNumber(today.AddYears(-condition.MaxAge - 1)) + 1;

    private static int DayNumber(DateOnly day) => day.DayNumber - Cohorts.Measure.FirstDay.DayNumber;
}
