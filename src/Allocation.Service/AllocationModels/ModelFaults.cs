using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>The faults of one model, gathered so that all are told at once.</summary>
/// <param name="path">Where the model stands in the request.</param>
internal sealed class ModelFaults(string path)
{
    private readonly List<Violation> _all = [];

    /// <summary>Those found so far.</summary>
    public IReadOnlyList<Violation> All => _all;

    /// <summary>Adds one.</summary>
    public void Add(string field, string reason, string text) => _all.Add(new Violation($"{path}.{field}", reason, text));

    /// <summary>Adds one for each row whose key an earlier one has.</summary>
    public void FindDuplicates<TRow, TKey>(string field, IReadOnlyList<TRow> rows, Func<TRow, TKey> key)
    {
        var seen = new HashSet<TKey>();
        foreach (var (index, row) in rows.Index())
        {
            if (!seen.Add(key(row)))
                Add($"{field}[{index}]", "DUPLICATE", "An earlier row is about the same.");
        }
    }

    /// <summary>Adds one for each row that does not come after the one before.</summary>
    public void FindNotRising<TRow>(string field, string member, IReadOnlyList<TRow> rows, Func<TRow, long> value)
    {
        for (var index = 1; index < rows.Count; index++)
        {
            if (value(rows[index]) <= value(rows[index - 1]))
                Add($"{field}[{index}].{member}", "NOT_RISING", "Each row has more than the one before.");
        }
    }

    /// <summary>Adds one for each row that gives less money than the one before.</summary>
    public void FindFalling<TRow>(string field, IReadOnlyList<TRow> rows, Func<TRow, long> annualPence)
    {
        for (var index = 1; index < rows.Count; index++)
        {
            if (annualPence(rows[index]) < annualPence(rows[index - 1]))
                Add($"{field}[{index}].annual_pence", "FALLING", "More need never gives less money.");
        }
    }
}
