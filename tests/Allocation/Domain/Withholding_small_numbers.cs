using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Shifts;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 16, suppression: 1 to 5, and what would tell it.</summary>
public sealed class Withholding_small_numbers
{
    [Fact]
    public void leaves_a_table_without_small_numbers_as_it_is() => Assert.Empty(SmallNumbers.Withheld([[6, 0], [10, 20], [0, 7]])!);

    [Fact]
    public void takes_the_smallest_other_group_along_because_the_total_less_the_rest_would_tell() =>
        Assert.Equal([1, 2], SmallNumbers.Withheld([[100, 100], [3, 30], [10, 10]])!.Order());

    [Fact]
    public void goes_on_until_what_is_withheld_together_is_not_small() =>
        Assert.Equal([0, 1, 2], SmallNumbers.Withheld([[1, 0], [0, 1], [8, 8], [50, 50]])!.Order());

    [Fact]
    public void shows_no_table_where_one_group_is_all_there_is() => Assert.Null(SmallNumbers.Withheld([[4, 10]]));

    [Fact]
    public void shows_no_table_where_each_group_would_be_known_to_be_small() => Assert.Null(SmallNumbers.Withheld([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]]));

    [Fact]
    public void does_not_hide_the_groups_for_a_column_whose_total_is_small_itself() =>
        Assert.Equal([0, 1], SmallNumbers.Withheld([[40, 1], [30, 1], [500, 0]])!.Order());

    [Fact]
    public void leaves_nobody_a_way_to_work_out_a_small_number_from_what_is_shown() => Prop.ForAll(
        (from groups in Gen.Choose(1, 4)
         from cells in Gen.ArrayOf(Gen.Frequency((3, Gen.Choose(0, 6)), (1, Gen.Choose(6, 20))), groups * 2)
         let table = cells.Chunk(2).Select(pair => pair.Select(cell => (long)cell).ToArray()).Where(pair => pair.Sum() > 0).ToArray()
         where table.Length > 0
         select table).ToArbitrary(),
        table => SmallNumbers.Withheld(table) is not { } withheld || withheld.Count is 0
            ? SmallNumbers.Withheld(table) is null || table.All(group => !group.Append(group.Sum()).Any(SmallNumbers.IsSmall))
            : withheld.All(place => CanBeSomethingElse(table, withheld, place)))
        .QuickCheckThrowOnFailure();

    /// <summary>Whether another table with the same shown groups and the same totals has each small count of a withheld group differ.</summary>
    private static bool CanBeSomethingElse(long[][] table, IReadOnlySet<int> withheld, int place)
    {
        var sums = Enumerable.Range(0, 2).Select(column => withheld.Sum(group => table[group][column])).ToArray();
        var others = withheld.Count - 1;
        // Every count that the group may have while each of the others has somebody.
        var possible =
            (from first in Enumerable.Range(0, (int)sums[0] + 1)
             from second in Enumerable.Range(0, (int)sums[1] + 1)
             where first + second > 0 && sums.Sum() - first - second >= others
             select new long[] { first, second, first + second }).ToArray();
        return table[place].Append(table[place].Sum()).Select((count, column) => (count, column))
            .Where(cell => SmallNumbers.IsSmall(cell.count))
            .All(cell => possible.Any(other => other[cell.column] != cell.count));
    }
}
