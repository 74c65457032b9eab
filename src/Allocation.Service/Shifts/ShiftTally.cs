using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Shifts;

/// <summary>
/// How figures of many people move, gathered one by one: eight bytes for each, so that the median and its neighbours can be told at the end. What is told
/// of a group keeps to <see cref="SmallNumbers"/>.
/// </summary>
/// <param name="expected">How many people there will be, as far as that is known.</param>
internal sealed class ShiftTally(int expected = 0)
{
    private static readonly int[] Told = [500, 1_000, 2_500, 5_000, 7_500, 9_000, 9_500];

    private readonly List<long> _differences = new(expected);
    private readonly List<Counts> _groups = [];

    /// <summary>How many people were counted.</summary>
    public int Count => _differences.Count;

    /// <summary>What all have before.</summary>
    public long BeforePence => _groups.Sum(group => group.Before);

    /// <summary>What all have after.</summary>
    public long AfterPence => _groups.Sum(group => group.After);

    /// <summary>How many have no less than before.</summary>
    public long NotLosing => _groups.Sum(group => group.Gaining + group.Unchanged);

    /// <summary>Counts one person.</summary>
    /// <param name="group">The place of the person's group.</param>
    /// <param name="before">Pence before.</param>
    /// <param name="after">Pence after.</param>
    public void Add(int group, long before, long after)
    {
        while (_groups.Count <= group)
            _groups.Add(new Counts());
        _groups[group].Add(before, after);
        _differences.Add(after - before);
    }

    /// <summary>The percentiles of the differences; none where the people are few enough to be told apart.</summary>
    public IEnumerable<DifferencePercentile> Differences()
    {
        if (Count <= SmallNumbers.Largest)
            return [];
        _differences.Sort();
        return Told.Select(told => new DifferencePercentile { BasisPoints = told, Pence = Percentile.Of(_differences, told).HalfUp() });
    }

    /// <summary>The table of the groups.</summary>
    /// <param name="codes">The codes of the groups, by their places.</param>
    public GroupShifts Groups(IReadOnlyList<string> codes)
    {
        (string Code, Counts Counts)[] groups =
        [
            .. _groups.Select((counts, place) => (Code: codes[place], Counts: counts)).Where(group => group.Counts.People > 0).OrderBy(group => group.Code, StringComparer.Ordinal),
        ];
        return SmallNumbers.Withheld([.. groups.Select(group => group.Counts.Columns)]) is { } withheld
            ? new GroupShifts { Groups = { groups.Select((group, place) => withheld.Contains(place) ? new GroupShift { Group = group.Code, Withheld = true } : group.Counts.Told(group.Code)) } }
            : new GroupShifts { Withheld = true };
    }

    private sealed class Counts
    {
        public long Gaining { get; private set; }

        public long Losing { get; private set; }

        public long Unchanged { get; private set; }

        public long Before { get; private set; }

        public long After { get; private set; }

        public long People => Gaining + Losing + Unchanged;

        public long[] Columns => [Gaining, Losing, Unchanged];

        public void Add(long before, long after)
        {
            Before += before;
            After += after;
            if (after > before)
                Gaining++;
            else if (after < before)
                Losing++;
            else
                Unchanged++;
        }

        public GroupShift Told(string code) => new()
        {
            Group = code,
            PeopleCount = People,
            GainingCount = Gaining,
            LosingCount = Losing,
            UnchangedCount = Unchanged,
            BeforePence = Before,
            AfterPence = After,
        };
    }
}
