namespace PersonalBudgets.Allocation.Calculations;

/// <summary>What a model has for the levels of a domain, and what carers leave there: looked up once for a need.</summary>
/// <param name="values">Points or minutes by level; <see cref="None"/> where there is nothing.</param>
/// <param name="factors">What a carer leaves.</param>
internal sealed class LevelTable(int[] values, int[] factors)
{
    private const int None = -1;
    private const int Levels = 11;

    /// <summary>What a carer leaves, by the number of the contribution.</summary>
    public int[] Factors => factors;

    /// <summary>The value of a level.</summary>
    public bool TryGet(int level, out int value)
    {
        value = (uint)level < (uint)values.Length ? values[level] : None;
        return value is not None;
    }

    /// <summary>A table without levels, for a domain that the model has nothing for but perhaps factors.</summary>
    public static LevelTable Empty(int[] factors) => new([], factors);

    /// <summary>The tables of a model's domains, of those with rows and of those that factors name.</summary>
    public static DomainTables ByDomain(
        IEnumerable<(string Domain, int Level, int Value)> rows, IReadOnlyDictionary<string, int[]> ownFactors, int[] factors)
    {
        var values = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var (domain, level, value) in rows)
        {
            if (!values.TryGetValue(domain, out var levels))
                values[domain] = levels = [.. Enumerable.Repeat(None, Levels)];
            levels[level] = value;
        }

        return new DomainTables(values.Keys.Union(ownFactors.Keys).ToDictionary(
            domain => domain,
            domain => new LevelTable(values.GetValueOrDefault(domain, []), ownFactors.GetValueOrDefault(domain, factors)),
            StringComparer.Ordinal));
    }
}
