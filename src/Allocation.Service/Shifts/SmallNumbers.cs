namespace PersonalBudgets.Allocation.Shifts;

/// <summary>
/// Which groups of a table of counts are shown. A group with a count of 1 to 5 people in any column, or in all, is withheld whole (DOMAIN 16, suppression);
/// further groups are withheld with it, the smallest first, until what is withheld together can neither be worked out from the totals nor be told to be small.
/// Where no group is left for that, there is no table.
/// </summary>
internal static class SmallNumbers
{
    /// <summary>The most that counts as small.</summary>
    public const int Largest = 5;

    /// <summary>Whether a count is small.</summary>
    public static bool IsSmall(long count) => count is > 0 and <= Largest;

    /// <summary>Which groups are withheld; null where none of them can be shown, not even that it is there.</summary>
    /// <param name="groups">Of each group the counts of its columns, which add up to the group. No group is empty.</param>
    public static IReadOnlySet<int>? Withheld(IReadOnlyList<long[]> groups)
    {
        HashSet<int> withheld = [.. Enumerable.Range(0, groups.Count).Where(place => IsSmall(groups[place].Sum()) || groups[place].Any(IsSmall))];
        if (withheld.Count is 0)
            return withheld;
        var next = new Queue<int>(Enumerable.Range(0, groups.Count).Where(place => !withheld.Contains(place)).OrderBy(place => groups[place].Sum()));
        while (!Hides(groups, withheld))
        {
            if (!next.TryDequeue(out var place))
                return null;
            withheld.Add(place);
        }

        return withheld;
    }

    /// <summary>
    /// What is withheld is known together, as the total less what is shown. One group alone is then known; of several each may be large where all others,
    /// of which each has somebody, leave more than a small number. A column can hide a small one where the sum is none, or large, or no less than the
    /// total, which is told anyway.
    /// </summary>
    private static bool Hides(IReadOnlyList<long[]> groups, HashSet<int> withheld)
    {
        if (withheld.Count < 2 || withheld.Sum(place => groups[place].Sum()) < withheld.Count + Largest)
            return false;
        return Enumerable.Range(0, groups[0].Length).All(column =>
        {
            var hidden = withheld.Sum(place => groups[place][column]);
            return !IsSmall(hidden) || hidden == groups.Sum(group => group[column]);
        });
    }
}
