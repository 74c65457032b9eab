using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Cohorts;

/// <summary>A number that the database reads of a person, whatever a condition holds it against: conditions that differ in their limits alone share it.</summary>
/// <param name="Kind">What is read.</param>
/// <param name="Facts">Of which facts, by their codes, in order.</param>
/// <param name="WindowDays">How many days back; 0 where it is no matter.</param>
/// <param name="WithinDays">Of readmissions: how soon after a discharge.</param>
/// <param name="Diagnoses">What codes of diagnoses begin with.</param>
internal sealed record Measure(CohortConditionKind Kind, IReadOnlyList<string> Facts, int WindowDays, int WithinDays, IReadOnlyList<string> Diagnoses)
{
    /// <summary>The day from which <see cref="CohortConditionKind.Age"/> counts days, so that a birth date is a number too.</summary>
    public static readonly DateOnly FirstDay = new(1900, 1, 1);

    /// <summary>What stands for "there is none" where 0 means something.</summary>
    public const int None = -1;

    /// <summary>Whether <see cref="None"/> stands for nothing; of the others, 0 does.</summary>
    public bool CanBeNone => Kind is CohortConditionKind.Current or CohortConditionKind.Ended or CohortConditionKind.Cluster;

    /// <summary>The number that a condition wants.</summary>
    public static Measure Of(CohortCondition condition) => new(
        condition.Kind,
        [.. condition.Facts.Select(fact => fact.Code()).Order(StringComparer.Ordinal)],
        condition.Kind is CohortConditionKind.Ended ? 0 : condition.WindowDays,
        condition.WithinDays,
        [.. condition.DiagnosisCodes.Order(StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public bool Equals(Measure? other) =>
        other is not null && (Kind, WindowDays, WithinDays) == (other.Kind, other.WindowDays, other.WithinDays)
        && Facts.SequenceEqual(other.Facts) && Diagnoses.SequenceEqual(other.Diagnoses);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, WindowDays, WithinDays, string.Join(' ', Facts), string.Join(' ', Diagnoses));
}
