using PersonalBudgets.Allocation.Shifts;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>A model held against a sample, case by case (DOMAIN 7.2).</summary>
internal sealed class BackTesting
{
    private readonly ShiftTally _tally = new();
    private long _uncalculated;

    /// <summary>Counts a case: what its support cost, and what the model gives; null where the model says nothing about it.</summary>
    public void Add(int group, long actualPence, long? allocatedPence)
    {
        if (allocatedPence is { } allocated)
            _tally.Add(group, actualPence, allocated);
        else
            _uncalculated++;
    }

    /// <summary>The report.</summary>
    /// <param name="groups">The codes of the client groups, by their places.</param>
    /// <param name="budgetPence">What there is to spend; 0 where it was not said.</param>
    public BackTest ToMessage(IReadOnlyList<string> groups, long budgetPence) => new()
    {
        CaseCount = _tally.Count,
        UncalculatedCount = _uncalculated,
        CoveredCount = _tally.NotLosing,
        CoveredBasisPoints = _tally.Count is 0 ? 0 : (int)new Rational((Int128)_tally.NotLosing * Percentile.Whole, _tally.Count).HalfUp(),
        ActualPence = _tally.BeforePence,
        AllocatedPence = _tally.AfterPence,
        BudgetPence = budgetPence,
        BudgetDifferencePence = budgetPence is 0 ? 0 : budgetPence - _tally.AfterPence,
        Differences = { _tally.Differences() },
        ClientGroups = _tally.Groups(groups),
    };
}
